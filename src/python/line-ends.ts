import type { Position } from "../domain/finding.ts";

/**
 * Python ends a line at a lone carriage return too; git, the forges and editors' line numbers do not.
 * https://docs.python.org/3/reference/lexical_analysis.html#physical-lines
 */
export function hasLoneCarriageReturn(text: string): boolean {
  return /\r(?!\n)/.test(text);
}

/** Where the lone carriage returns stand, in lines that end with a newline. */
export function listLoneCarriageReturns(text: string): readonly Position[] {
  const found: Position[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const body = line.endsWith("\r") ? line.slice(0, -1) : line;
    for (let at = body.indexOf("\r"); at !== -1; at = body.indexOf("\r", at + 1)) {
      found.push({ line: index + 1, column: at + 1 });
    }
  }
  return found;
}
