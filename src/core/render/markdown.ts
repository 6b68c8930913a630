import { showPlainly } from "./show-plainly.ts";

/** Text of a stranger as inline code: shown as it is, without markup, mentions or links. */
export function code(text: string): string {
  const oneLine = inOneLine(text);
  const fence = "`".repeat(longestRun(oneLine, "`") + 1);
  const padded = oneLine.startsWith("`") || oneLine.endsWith("`") ? ` ${oneLine} ` : oneLine;
  return oneLine === "" ? "" : `${fence}${padded}${fence}`;
}

/** Inline code that ends where it seems to, and holds nothing that is read inside code: no HTML, entities or math. */
const codeSpan = /((?<![`\\$])`[^\s`<>&\\|$](?:[^`<>&\\|$]*[^\s`<>&\\|$])?`(?![`$]))/;

/**
 * Text with a stranger's words inside a sentence: markup, HTML, mentions and references are shown, not obeyed. Names in
 * backticks, as our own sentences have them, are shown as code.
 */
export function plain(text: string): string {
  return inOneLine(text)
    .split(codeSpan)
    .map((part, index) => (index % 2 === 1 ? part : escapeMarkup(part)))
    .join("");
}

/** Characters that nobody sees, or that turn around what is read, are shown as escapes. */
function inOneLine(text: string): string {
  return showPlainly(text.replace(/\s+/g, " ").trim());
}

function escapeMarkup(text: string): string {
  return text.replace(/[\\`*_[\]<>#!|~&]/g, "\\$&").replace(/@/g, "@\u200b");
}

/** A sha as people read it. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

/** `refs/heads/main` as people say it. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/heads\//, "");
}

/** A part that unfolds on a click. */
export function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const one of text) {
    run = one === character ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
