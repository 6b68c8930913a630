export interface VisibleLine {
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

/** In what a line of Markdown can begin that is not plain text. */
type Enclosure =
  | { readonly kind: "none" }
  | { readonly kind: "fence"; readonly mark: string }
  | { readonly kind: "html"; readonly end: RegExp }
  | { readonly kind: "quote" };

const none: Enclosure = { kind: "none" };

/**
 * The lines of a Markdown text that stand outside code blocks, quotes and HTML comments. A line that follows a quoted one
 * without an empty line between is part of the quote, as CommonMark renders it: https://spec.commonmark.org/0.31.2/#lazy-continuation-line
 */
export function visibleLines(markdown: string): readonly VisibleLine[] {
  const visible: VisibleLine[] = [];
  let enclosure: Enclosure = none;
  const lines = markdown.split(/\r\n|\n|\r/);
  for (const [index, text] of lines.entries()) {
    if ((enclosure.kind === "none" || enclosure.kind === "quote") && opensLongQuote(lines, index)) {
      enclosure = { kind: "html", end: longQuote };
      continue;
    }
    const isInside = enclosure.kind !== "none" && !(enclosure.kind === "quote" && isBlank(text));
    enclosure = isInside ? continueIn(enclosure, text) : startOf(text);
    if (!isInside && enclosure.kind !== "quote") visible.push({ text, line: index + 1 });
  }
  return visible;
}

/** GitLab's quote of many paragraphs, between two such lines: https://docs.gitlab.com/user/markdown/#multiline-blockquote */
const longQuote = /^ {0,3}>>>[ \t]*$/;

function opensLongQuote(lines: readonly string[], index: number): boolean {
  if (!longQuote.test(lines[index] ?? "")) return false;
  for (let at = index + 1; at < lines.length; at += 1) if (longQuote.test(lines[at] ?? "")) return true;
  return false;
}

function continueIn(enclosure: Enclosure, text: string): Enclosure {
  switch (enclosure.kind) {
    case "fence":
      return closesFence(text, enclosure.mark) ? none : enclosure;
    case "html":
      return enclosure.end.test(text) ? none : enclosure;
    case "quote": {
      const begun = startOf(text);
      return begun.kind === "none" ? enclosure : begun;
    }
    case "none":
      return enclosure;
    default:
      return enclosure satisfies never;
  }
}

/** Processing instructions, CDATA and declarations, which no page shows: https://spec.commonmark.org/0.31.2/#html-blocks */
const unseenBlocks = [
  { start: /^ {0,3}<\?/, end: /\?>/ },
  { start: /^ {0,3}<!\[CDATA\[/, end: /\]\]>/ },
  { start: /^ {0,3}<![A-Za-z]/, end: />/ },
] as const;

/** What a line leaves open. */
function startOf(text: string): Enclosure {
  const fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(text)?.[1];
  if (fence !== undefined) return { kind: "fence", mark: fence };
  if (/^ {0,3}>/.test(text)) return { kind: "quote" };
  const plain = text.replaceAll(/`[^`]*`/g, "");
  const comment = plain.lastIndexOf("<!--");
  if (comment !== -1 && !plain.slice(comment + 2).includes("-->")) return { kind: "html", end: /-->/ };
  const unseen = unseenBlocks.find(({ start }) => start.test(text));
  if (unseen !== undefined && !unseen.end.test(text.replace(unseen.start, "")))
    return { kind: "html", end: unseen.end };
  const block = /^ {0,3}<(pre|script|style|textarea)(?=[\s>]|$)(?!.*<\/\1>)/i.exec(text)?.[1];
  return block === undefined ? none : { kind: "html", end: new RegExp(`</${block}>`, "i") };
}

function closesFence(text: string, mark: string): boolean {
  const closing = /^ {0,3}(`+|~+)[ \t]*$/.exec(text)?.[1];
  return closing !== undefined && closing[0] === mark[0] && closing.length >= mark.length;
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}
