/** One entry of a requirements file, where need be of several lines: `text` is as long as what it stands for. */
export interface LogicalLine {
  readonly text: string;
  /** Offset in UTF-16 code units. */
  readonly start: number;
}

/** Joins lines that end with a backslash, takes comments away, and leaves out what is empty: as pip does. */
export function* listRequirementsLines(text: string): Iterable<LogicalLine> {
  let open: { parts: string[]; start: number } | null = null;
  let start = text.startsWith("\uFEFF") ? 1 : 0;
  while (start <= text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const raw = text.slice(start, end);
    const line = raw.endsWith("\r") ? `${raw.slice(0, -1)} ` : raw;
    const isComment = /^\s*#/.test(line);
    const goesOn = !isComment && line.trimEnd().endsWith("\\") && newline !== -1;
    const part = isComment ? " ".repeat(line.length) : goesOn ? withoutBackslash(line) : line;
    open ??= { parts: [], start };
    open.parts.push(part);
    if (!goesOn) {
      yield* close(open);
      open = null;
    }
    start = end + 1;
  }
}

function withoutBackslash(line: string): string {
  const at = line.lastIndexOf("\\");
  return `${line.slice(0, at)} ${line.slice(at + 1)}`;
}

function* close({ parts, start }: { parts: readonly string[]; start: number }): Iterable<LogicalLine> {
  const joined = parts.join(" "); // a space for each newline, so that offsets stay
  const comment = joined.search(/(^|\s)#/);
  const text = (comment === -1 ? joined : joined.slice(0, comment)).trimEnd();
  const trimmed = text.trimStart();
  if (trimmed !== "") yield { text: trimmed, start: start + text.length - trimmed.length };
}
