import type { Instruction } from "dockerfile-ast";
import type { Span } from "../domain/finding.ts";

/** The arguments as the builder puts them together. Its parser leaves comments between continued lines in. */
export function textOf(one: Instruction): string {
  const content = one.getRawArgumentsContent() ?? "";
  if (content.includes("<<")) return content;
  const lines = content.split(/\r?\n/);
  const kept = lines.filter((line, index) => index === 0 || !/^\s*#/.test(line));
  return kept.map((line) => line.replace(/[\\`][ \t]*$/, "")).join(" ");
}

interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export function toSpan({ start, end }: Range): Span {
  return {
    start: { line: start.line + 1, column: start.character + 1 },
    end: { line: end.line + 1, column: end.character + 1 },
  };
}

/** Where its first word stands. */
export function keywordOf(one: Instruction): Span {
  return toSpan(one.getInstructionRange());
}

/** A finding underlines one line: what goes over many is shown by its first. */
export function firstLineOf({ start, end }: Span, lines: readonly string[]): Span {
  if (start.line === end.line) return { start, end };
  const length = lines[start.line - 1]?.trimEnd().length ?? start.column;
  return { start, end: { line: start.line, column: Math.max(length + 1, start.column + 1) } };
}
