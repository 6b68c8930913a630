import MarkdownIt, { type Token } from "markdown-it";

export interface VisibleLine {
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

/** CommonMark, as both forges render it: https://spec.commonmark.org/0.31.2/ */
const markdown = new MarkdownIt("commonmark");

/** They stand around a line's number, so that the line is found again in what was parsed. Nobody may write them. */
const [before, after] = ["\uE000", "\uE001"];
const marks = new RegExp(`[${before}${after}]`, "gu");

/**
 * The lines of a Markdown text that begin with `prefix` and that a page shows as text of its own: outside code, quotes, HTML and its
 * comments. A line that follows a quoted one without an empty line between is part of the quote. Takes time linear in
 * the text's length.
 */
export function visibleLines(body: string, prefix: string): readonly VisibleLine[] {
  if (!body.includes(prefix)) return [];
  const lines = body.replaceAll(marks, "\uFFFD").split(/\r\n|\n|\r/);
  const marked = lines.map((text, index) =>
    text.startsWith(prefix) ? `${prefix}${before}${index}${after}${text.slice(prefix.length)}` : text,
  );
  const tokens = markdown.parse(marked.join("\n"), {});
  const hidden = new Set<number>();
  for (const [from, to] of [...commentsLeftOpen(tokens, lines), ...longQuotes(tokens, lines)])
    for (let index = from + 1; index <= to; index += 1) hidden.add(index);
  return outsideQuotes(tokens)
    .flatMap((token) => (token.type === "inline" ? lineStarts(token) : []))
    .flatMap((text) => (text.startsWith(prefix + before) ? Number.parseInt(text.slice(prefix.length + 1), 10) : []))
    .filter((index) => !hidden.has(index))
    .map((index) => ({ text: lines[index] ?? "", line: index + 1 }));
}

function outsideQuotes(tokens: readonly Token[]): readonly Token[] {
  let depth = 0;
  return tokens.filter(({ type, nesting }) => {
    if (type === "blockquote_open" || type === "blockquote_close") depth += nesting;
    return depth === 0;
  });
}

/** What begins the lines of a paragraph, where it is nothing but text. */
function lineStarts({ children }: Token): readonly string[] {
  return (children ?? []).flatMap((child, index, all) => {
    const previous = all[index - 1];
    const isStart = previous === undefined || previous.type === "softbreak" || previous.type === "hardbreak";
    return isStart && child.type === "text" && child.level === 0 ? [child.content] : [];
  });
}

/** Indices of lines: all after the first, up to the second, are hidden. */
type Hidden = readonly [number, number];

/** A browser goes on with a comment that a block of HTML leaves open. */
function commentsLeftOpen(tokens: readonly Token[], lines: readonly string[]): readonly Hidden[] {
  const comments: Hidden[] = [];
  for (const { type, map, content } of tokens) {
    if (type !== "html_block" || map === null) continue;
    const last = map[1] - 1;
    const isWithin = last < (comments.at(-1)?.[1] ?? 0);
    if (isWithin || content.lastIndexOf("<!--") <= content.lastIndexOf("-->")) continue;
    comments.push([last, findFrom(last + 1, lines, (text) => text.includes("-->"))]);
  }
  return comments;
}

/** GitLab's quotes of many paragraphs, between two such lines: https://docs.gitlab.com/user/markdown/#multiline-blockquote */
function longQuotes(tokens: readonly Token[], lines: readonly string[]): readonly Hidden[] {
  const quotes: Hidden[] = [];
  for (const { type, level, map } of tokens) {
    if (type !== "blockquote_open" || level !== 0 || map === null) continue;
    for (let at = Math.max(map[0], (quotes.at(-1)?.[1] ?? -1) + 1); at < map[1]; at += 1) {
      if (!isLongQuote(lines[at] ?? "")) continue;
      const end = findFrom(at + 1, lines, isLongQuote);
      if (end === lines.length) return quotes; // one that is not closed is none
      quotes.push([at, end]);
      at = end;
    }
  }
  return quotes;
}

function isLongQuote(text: string): boolean {
  return /^ {0,3}>>>[ \t]*$/.test(text);
}

function findFrom(from: number, lines: readonly string[], isMeant: (text: string) => boolean): number {
  for (let index = from; index < lines.length; index += 1) if (isMeant(lines[index] ?? "")) return index;
  return lines.length;
}
