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
  const masked = text.replaceAll(/\{\{(?:[^}]|\}(?!\}))*\}\}/g, (action) => action.replaceAll(/[^\r\n]/g, unknown));
  return masked
    .split("\n")
    .map((line) => (isOnlyActions(line) ? line.replaceAll(/[^\r]/g, " ") : line))
    .join("\n");
}

function isOnlyActions(line: string): boolean {
  return line.includes(unknown) && line.replaceAll(unknown, "").trim() === "";
}
