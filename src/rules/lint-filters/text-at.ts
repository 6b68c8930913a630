import type { Position, Span } from "../../domain/finding.ts";
import { onceOf } from "../once-of.ts";
import type { FileSubject } from "../subject.ts";

/** Where each line of a file begins. */
const lineStarts = onceOf(({ text }: FileSubject): readonly number[] => [
  0,
  ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1),
]);

function offsetOf(subject: FileSubject, { line, column }: Position): number {
  return (lineStarts(subject)[line - 1] ?? subject.text.length) + column - 1;
}

/** A place as the key of a map. */
export function placeOf({ line, column }: Position): string {
  return `${line}:${column}`;
}

/** The text that a span covers, at most 10,000 characters of it. */
export function textAt(subject: FileSubject, { start, end }: Span): string {
  const from = offsetOf(subject, start);
  return subject.text.slice(from, Math.min(offsetOf(subject, end), from + 10_000));
}

/** The text before a span, at most 600 characters. */
export function textBefore(subject: FileSubject, { start }: Span): string {
  const offset = offsetOf(subject, start);
  return subject.text.slice(Math.max(0, offset - 600), offset);
}

/** The text behind a span, at most 300 characters. */
export function textAfter(subject: FileSubject, { end }: Span): string {
  const offset = offsetOf(subject, end);
  return subject.text.slice(offset, offset + 300);
}

/** The text of the literal that a span covers or ends with (`secret="x"`), without quotes; `null` when there is none. */
export function literalAt(subject: FileSubject, span: Span): string | null {
  return /(?:^|[=:\s])[rRuUbBfF]{0,2}("""|'''|"|')([\s\S]{0,4096}?)\1\)?$/.exec(textAt(subject, span))?.[2] ?? null;
}

/** The name that ruff quotes at the end of a message, such as `password_field`. */
export function quotedName(message: string): string | null {
  return /: "([^"]{1,200})"\.?$/.exec(message)?.[1] ?? null;
}

/**
 * A string literal of Python: `prefix` and `quoted`, or, of one that does not end, `cut` up to the end of its line, so that nothing is
 * gone through again and again.
 */
export const stringLiteral =
  /(?<prefix>[rRuUbBfF]{0,2})(?:(?<quoted>"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')|(?<cut>"(?:[^"\\\n]|\\[\s\S])*|'(?:[^'\\\n]|\\[\s\S])*))/;
