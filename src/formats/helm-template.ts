/** Stands in for what a template's action writes, so that nothing is taken for a known value. A private-use character. */
const unknown = "\uE000";

/** Whether a value holds something that only rendering tells. */
export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && value.includes(unknown);
}

/** Whether a text has template actions (`{{ … }}`). */
export function hasActions(text: string): boolean {
  const open = text.indexOf("{{");
  return open !== -1 && text.indexOf("}}", open) !== -1;
}

/**
 * A template's text with its actions blanked out, each character in its place: a line of actions only becomes empty, and an
 * action inside a value becomes unknown characters. Good enough to find what is written out; never to say that something is wrong
 * with the YAML.
 */
export function maskActions(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf("{{", from);
    const close = open === -1 ? -1 : text.indexOf("}}", open);
    if (close === -1) break;
    parts.push(text.slice(from, open), text.slice(open, close + 2).replaceAll(/[^\r\n]/g, unknown));
    from = close + 2;
  }
  const masked = parts.join("") + text.slice(from);
  return masked
    .split("\n")
    .map((line) => (isOnlyActions(line) ? line.replaceAll(/[^\r]/g, " ") : line))
    .join("\n");
}

function isOnlyActions(line: string): boolean {
  return line.includes(unknown) && line.replaceAll(unknown, "").trim() === "";
}

/**
 * The lines of a template (from, to, both included) that are rendered under a condition inside of a document: an `if`, `with` or
 * `range` behind its `kind`. A condition around a whole document only says whether all of it is there.
 */
export function findConditions(text: string): readonly (readonly [number, number])[] {
  const open: { readonly word: string; readonly line: number; readonly isInside: boolean }[] = [];
  const found: [number, number][] = [];
  let isInside = false;
  for (const [index, line] of text.split("\n").entries()) {
    if (line.startsWith("---")) isInside = false;
    if (line.startsWith("kind:")) isInside = true;
    for (const [, word = ""] of line.matchAll(/\{\{-?[ \t]*(if|with|range|define|block|end)\b/g)) {
      if (word !== "end") open.push({ word, line: index + 1, isInside });
      else {
        const start = open.pop();
        const isCondition = start?.isInside === true && start.word !== "define" && start.word !== "block";
        if (isCondition) found.push([start.line, index + 1]);
      }
    }
  }
  return found;
}
