import type { Span } from "../domain/finding.ts";
import { listLineStarts, spanOfOffsets } from "../formats/text-positions.ts";
import { type Block, openBlocks } from "./import-blocks.ts";
import { listLogicalLines } from "./logical-lines.ts";

/** One module that a file imports. */
export interface ModuleImport {
  /** As written, without leading dots; `""` for `from . import x`. */
  readonly module: string;
  /** How many dots stand before it; 0: an absolute import. */
  readonly level: number;
  /** What is taken from it: of `from a import b, c` these; `null` for `import a` and `from a import *`. */
  readonly names: readonly string[] | null;
  /** Of the module's name. */
  readonly span: Span;
  /** Whether the file copes without it, or imports it under a condition: in a `try` that catches the failure, in an `if`. */
  readonly isGuarded: boolean;
  /** Only for type checkers: in `if TYPE_CHECKING:`. */
  readonly isTypeOnly: boolean;
  /** `module`: when the file is loaded. `function`: when something is called. `elsewhere`: in a task that runs in an environment of its own. */
  readonly place: "module" | "function" | "elsewhere";
}

const mostImports = 10_000;

/** Lists the imports of a Python file in one pass, without a parser. Of a text that is no Python it lists something. */
export function listImports(text: string): readonly ModuleImport[] {
  if (!text.includes("import")) return [];
  const blocks = openBlocks(text);
  const found: { readonly entry: Omit<ModuleImport, "isGuarded">; readonly within: readonly Block[] }[] = [];
  let starts: readonly number[] | null = null;
  for (const { start, end, ...place } of listLogicalLines(text)) {
    const from = start + blocks.enter(text.slice(start, Math.min(end, start + longestHead)), place);
    if (!text.startsWith("import", from) && !text.startsWith("from", from)) continue;
    starts ??= listLineStarts(text);
    const lineStarts = starts;
    const within = blocks.open();
    const isTypeOnly = within.some(({ form }) => form === "type-checking");
    for (const { offset, length, ...read } of readImport(text.slice(from, end))) {
      const span = spanOfOffsets(lineStarts, from + offset, from + offset + length);
      found.push({ entry: { ...read, span, isTypeOnly, place: placeOf(within) }, within });
    }
    if (found.length >= mostImports) break;
  }
  return found.map(({ entry, within }) => ({ ...entry, isGuarded: within.some(({ guards }) => guards) }));
}

/** The head of a compound statement is not longer than this. */
const longestHead = 4000;

function placeOf(within: readonly Block[]): ModuleImport["place"] {
  if (within.some(({ form }) => form === "elsewhere")) return "elsewhere";
  return within.some(({ form }) => form === "function") ? "function" : "module";
}

interface ReadName extends Pick<ModuleImport, "module" | "level" | "names"> {
  readonly offset: number;
  readonly length: number;
}

const gaps = /(?:[ \t\f]|\\\r?\n)*/y;
const dotsAndGaps = /(?:[ \t\f.]|\\\r?\n)*/y;
const plainName = /[\w\u0080-\uFFFF]*/y;
const dottedName = /[\w\u0080-\uFFFF.]*/y;

/** What a pattern takes from here on; it always takes something, if only `""`. */
function take(pattern: RegExp, text: string, from: number): string {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0] ?? "";
}

/** Reads `import a.b as c, d` and `from .a import (b as c, d)`. */
function readImport(statement: string): readonly ReadName[] {
  const word = take(plainName, statement, 0);
  return word === "import" ? readPlain(statement) : word === "from" ? readFrom(statement) : [];
}

function readPlain(statement: string): readonly ReadName[] {
  const found: ReadName[] = [];
  for (let at = "import".length; at !== 0; at = statement.indexOf(",", at) + 1) {
    const offset = at + take(gaps, statement, at).length;
    const module = take(dottedName, statement, offset);
    if (module !== "") found.push({ module, level: 0, names: null, offset, length: module.length });
  }
  return found;
}

function readFrom(statement: string): readonly ReadName[] {
  const before = take(dotsAndGaps, statement, "from".length);
  const level = before.replaceAll(/[^.]/g, "").length;
  const offset = "from".length + before.length;
  const name = take(dottedName, statement, offset);
  const module = name === "import" ? "" : name; // `from . import x`
  const behind = module === "" ? offset : offset + module.length;
  const at = behind + take(gaps, statement, behind).length;
  if (take(dottedName, statement, at) !== "import" || (module === "" && level === 0)) return [];
  const names = readNames(statement.slice(at + "import".length));
  const dots = { offset: "from".length + before.indexOf("."), length: level };
  return [{ module, level, names, ...(module === "" ? dots : { offset, length: module.length }) }];
}

/** `null` for `*`. */
function readNames(rest: string): readonly string[] | null {
  const plain = rest.replaceAll(/#[^\n]*/g, " ").replaceAll(/[()\\\s]+/g, " ");
  if (plain.trim() === "*") return null;
  return plain
    .split(",")
    .map((part) => part.trim().split(" ")[0] ?? "")
    .filter((name) => name !== "");
}
