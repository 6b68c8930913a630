/** A value of a `.gitmodules`. */
export interface ModuleSetting {
  readonly submodule: string;
  /** In lower case, such as `url`. */
  readonly key: string;
  readonly value: string;
  readonly line: number;
  /** Where the key begins, from 1. */
  readonly column: number;
}

const mostLines = 10_000;

/** Reads a `.gitmodules` as git reads its configuration: sections, keys, quoted values. Comments and other sections are left out. */
export function readGitModules(text: string): readonly ModuleSetting[] {
  const found: ModuleSetting[] = [];
  let submodule: string | null = null;
  for (const [index, raw] of text.split("\n", mostLines).entries()) {
    const line = raw.trim();
    if (line === "" || /^[#;]/.test(line) || line.length > 4096) continue;
    const section = /^\[\s*([A-Za-z0-9.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line);
    if (section !== null) {
      submodule = section[1]?.toLowerCase() === "submodule" ? withoutEscapes(section[2] ?? "") : null;
      continue;
    }
    const setting = /^([A-Za-z][A-Za-z0-9-]*)\s*=(.*)$/s.exec(line);
    if (submodule === null || setting === null) continue;
    const [, key = "", value = ""] = setting;
    found.push({
      submodule,
      key: key.toLowerCase(),
      value: toValue(value.trim()),
      line: index + 1,
      column: raw.search(/\S/) + 1,
    });
  }
  return found;
}

/** A value without quotes and without a comment behind it. */
function toValue(raw: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(raw)?.[1];
  return quoted === undefined ? raw.replace(/\s[#;].*$/s, "").trim() : withoutEscapes(quoted);
}

function withoutEscapes(text: string): string {
  return text.replaceAll(/\\(.)/g, "$1");
}
