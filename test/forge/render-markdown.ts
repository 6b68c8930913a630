import { html, raw } from "hono/html";
import { Marked } from "marked";

/** The HTML that Countersign writes: what unfolds on a click, and marks that nobody is to see. */
const ownHtml = /^\s*(?:<details><summary>[^<>&]*<\/summary>|<\/details>|<!--(?:(?!-->)[\s\S])*-->)\s*$/;

const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => (ownHtml.test(text) ? text : escapeHtml(text)),
    image: ({ text }) => escapeHtml(text),
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      return /^(https?:\/\/|[/#])/.test(href) ? `<a href="${escapeHtml(href)}">${text}</a>` : text;
    },
  },
});

/** Markdown as a forge shows it: a stranger's HTML is shown, not obeyed, and no link holds a script. */
export function renderMarkdown(text: string): ReturnType<typeof html> {
  return html`<div class="markdown">${raw(marked.parse(text, { async: false }))}</div>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
