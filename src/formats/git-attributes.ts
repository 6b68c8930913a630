import { compileWildcards } from "./git-wildcards.ts";
import { fileNameOf } from "./relative-path.ts";

/** One line of a `.gitattributes` that gives attributes to paths. */
export interface AttributeLine {
  readonly line: number;
  readonly pattern: string;
  /** `true` where it is set, `false` where it is unset (`-name`), else its value. `!name` is left out. */
  readonly attributes: ReadonlyMap<string, string | boolean>;
}

const mostLines = 2_000;

/** Reads a `.gitattributes`, macros resolved: `binary` is `-diff -merge -text`. https://git-scm.com/docs/gitattributes */
export function readGitAttributes(text: string): readonly AttributeLine[] {
  const macros = new Map<string, ReadonlyMap<string, string | boolean>>([
    [
      "binary",
      new Map([
        ["diff", false],
        ["merge", false],
        ["text", false],
      ]),
    ],
  ]);
  const found: AttributeLine[] = [];
  for (const [index, raw] of text.split("\n", mostLines).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.length > 1_000) continue;
    const { pattern, rest } = splitPattern(line);
    const attributes = readAttributes(rest, macros);
    if (pattern.startsWith("[attr]")) macros.set(pattern.slice("[attr]".length), attributes);
    else if (!pattern.startsWith("!")) found.push({ line: index + 1, pattern, attributes });
  }
  return found;
}

function splitPattern(line: string): { pattern: string; rest: string } {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(line);
  if (quoted?.[1] !== undefined) {
    return { pattern: quoted[1].replaceAll(/\\(.)/g, "$1"), rest: line.slice(quoted[0].length) };
  }
  const [pattern = ""] = line.split(/\s/, 1);
  return { pattern, rest: line.slice(pattern.length) };
}

function readAttributes(
  rest: string,
  macros: ReadonlyMap<string, ReadonlyMap<string, string | boolean>>,
): ReadonlyMap<string, string | boolean> {
  const attributes = new Map<string, string | boolean>();
  for (const word of rest.split(/\s+/)) {
    if (word === "" || word.startsWith("!")) continue;
    const [name = "", value] = word.replace(/^-/, "").split("=", 2);
    const macro = word === name ? macros.get(name) : undefined;
    for (const [key, given] of macro ?? []) attributes.set(key, given);
    attributes.set(name, word.startsWith("-") ? false : (value ?? true));
  }
  return attributes;
}

/** Makes a test of paths of the repository for a pattern of the `.gitattributes` in `folder` (`""`: the top). */
export function matchAttributes(pattern: string, folder: string): (path: string) => boolean {
  const isAnchored = pattern.slice(0, -1).includes("/");
  const matches = compileWildcards(pattern.replace(/^\//, ""));
  const prefix = folder === "" ? "" : `${folder}/`;
  return (path) => {
    if (!path.startsWith(prefix)) return false;
    const inside = path.slice(prefix.length);
    return matches(isAnchored ? inside : fileNameOf(inside));
  };
}
