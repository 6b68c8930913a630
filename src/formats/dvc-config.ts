/** One setting of a `.dvc/config`. */
export interface DvcSetting {
  /** Such as `core` or `remote`. */
  readonly section: string;
  /** Of a remote or a database; `null` of other sections. */
  readonly name: string | null;
  /** In lower case. */
  readonly key: string;
  readonly value: string;
  readonly line: number;
  /** Where the key begins, from 1. */
  readonly column: number;
  /** Where the value stands, with its quotes: the first column, and the one behind it. */
  readonly valueColumns: readonly [start: number, end: number];
}

const mostLines = 10_000;

/** Reads a `.dvc/config`: sections such as `[core]` and `['remote "storage"']`. https://dvc.org/doc/user-guide/project-structure/configuration */
export function readDvcConfig(text: string): readonly DvcSetting[] {
  const found: DvcSetting[] = [];
  let section = "";
  let name: string | null = null;
  for (const [index, raw] of text.split("\n", mostLines).entries()) {
    const line = raw.trim().replaceAll(/\s+/g, " ");
    if (line === "" || /^[#;]/.test(line) || line.length > 4096) continue;
    const head = /^\[ ?'? ?([A-Za-z_]+)(?: "([^"]*)")? ?'? ?\]/.exec(line);
    if (head !== null) {
      section = head[1]?.toLowerCase() ?? "";
      name = head[2] ?? null;
      continue;
    }
    const setting = /^([A-Za-z_][A-Za-z0-9_-]*) ?= ?(.*)$/.exec(line);
    if (setting === null) continue;
    const [, key = "", value = ""] = setting;
    found.push({ section, name, key: key.toLowerCase(), value: withoutQuotes(value), ...placeOf(index, raw) });
  }
  return found;
}

function withoutQuotes(value: string): string {
  return /^"([^"]*)"/.exec(value)?.[1] ?? /^'([^']*)'/.exec(value)?.[1] ?? value.replace(/\s#.*$/s, "").trim();
}

function placeOf(index: number, raw: string): Pick<DvcSetting, "line" | "column" | "valueColumns"> {
  const behind = raw.indexOf("=") + 1;
  const start = behind + Math.max(raw.slice(behind).search(/\S/), 0) + 1;
  return {
    line: index + 1,
    column: Math.max(raw.search(/\S/), 0) + 1,
    valueColumns: [start, Math.max(start, raw.trimEnd().length + 1)],
  };
}
