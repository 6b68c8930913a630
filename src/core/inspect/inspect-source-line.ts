import type { Span } from "../../domain/finding.ts";
import { showPlainly } from "../render/show-plainly.ts";

export interface SourceLine {
  readonly line: string;
  /** Spaces before the caret. */
  readonly indent: string;
  readonly caret: string;
}

/** As much of a line as fits a terminal. In characters. */
const maxWidth = 120;

/** The first line of a span, safe to show, with carets below it. What `secrets` cover is masked. `null`: no such line. */
export function renderSourceLine(text: string, span: Span, secrets: readonly Span[]): SourceLine | null {
  const raw = lineAt(text, span.start.line);
  if (raw === null) return null;
  const from = Math.min(span.start.column - 1, raw.length);
  const to = span.end.line > span.start.line ? raw.length : Math.min(span.end.column - 1, raw.length);
  const masked = maskSecrets(raw, span.start.line, secrets);

  const cut = Math.max(0, Math.min(from - maxWidth / 2, masked.length - maxWidth));
  const end = Math.min(masked.length, cut + maxWidth);
  const head = cut > 0 ? "…" : "";
  const tail = end < masked.length ? "…" : "";
  const before = head + show(masked.slice(cut, from));
  const marked = show(masked.slice(from, Math.min(Math.max(to, from), end)));
  const after = show(masked.slice(Math.min(Math.max(to, from), end), end)) + tail;
  return {
    line: before + marked + after,
    indent: " ".repeat(widthOf(before)),
    caret: "^".repeat(Math.max(1, widthOf(marked))),
  };
}

/** A secret's text as asterisks, but for the quotes around it: a log is read by more people than the file. */
function maskSecrets(line: string, number: number, secrets: readonly Span[]): string {
  let masked = line;
  for (const { start, end } of secrets) {
    if (number < start.line || number > end.line) continue;
    const from = number === start.line ? start.column - 1 : 0;
    const to = number === end.line ? end.column - 1 : line.length;
    masked = masked.slice(0, from) + masked.slice(from, to).replaceAll(/[^\s'"]/g, "*") + masked.slice(to);
  }
  return masked;
}

function lineAt(text: string, number: number): string | null {
  let start = 0;
  for (let line = 1; line < number; line += 1) {
    const end = text.indexOf("\n", start);
    if (end === -1) return null;
    start = end + 1;
  }
  const end = text.indexOf("\n", start);
  return text.slice(start, end === -1 ? undefined : end).replace(/\r$/, "");
}

function show(text: string): string {
  return showPlainly(text.replaceAll("\t", "    "));
}

/** How many columns a terminal uses: two for East Asian wide characters and emoji, none for combining marks. */
function widthOf(text: string): number {
  let width = 0;
  for (const one of text) {
    if (/\p{M}/u.test(one)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        one,
      )
        ? 2
        : 1;
  }
  return width;
}
