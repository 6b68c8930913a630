import type { Span } from "../../domain/finding.ts";
import type { CallFact, CallValue, CodeFacts, CodeValue } from "../../python/code/code-facts.ts";
import { argumentOf, constantText, lastPart, valuesIn, writtenText } from "./code-values.ts";

/** A file or directory that Python code reads or writes. */
export interface FileUse {
  readonly isWrite: boolean;
  readonly value: CodeValue;
  /** As far as it is written in the code: with U+FFFC for what is put in at run time. */
  readonly path: string;
  readonly span: Span;
}

const known = new WeakMap<CodeFacts, readonly FileUse[]>();

/** Every file that a module's code opens, copies, removes or lists, by a path of which something is known. */
export function fileUses(code: CodeFacts): readonly FileUse[] {
  const before = known.get(code);
  if (before !== undefined) return before;
  const uses = code.calls.flatMap((call) => [...ofFunction(call), ...ofPath(call)]);
  known.set(code, uses);
  return uses;
}

const readers =
  /^(?:os\.(?:listdir|scandir|walk|readlink)|glob\.i?glob|pandas\.read_\w+|tarfile\.open|zipfile\.ZipFile|linecache\.getlines?|configparser\.\w+\(\)\.read)$/;
const writers =
  /^(?:os\.(?:remove|unlink|rmdir|removedirs|makedirs|mkdir|truncate|chmod|chown|symlink|link)|shutil\.(?:rmtree|chown))$/;
const copiers = /^(?:shutil\.(?:copy|copy2|copyfile|copytree|move)|os\.(?:rename|replace|renames))$/;

function ofFunction(call: CallFact): readonly FileUse[] {
  return call.paths.flatMap((path): readonly FileUse[] => {
    if (path === "builtins.open" || path === "os.open" || path === "codecs.open" || path === "gzip.open")
      return use(call, 0, writesBy(call));
    if (readers.test(path)) return use(call, 0, false);
    if (writers.test(path)) return use(call, 0, true);
    if (copiers.test(path)) return [...use(call, 0, false), ...use(call, 1, true)];
    return /\.to_(?:csv|parquet|json|excel|pickle|feather)$/.test(path) ? use(call, 0, true) : [];
  });
}

/** `Path("/a/b").write_text(…)` */
function ofPath(call: CallFact): readonly FileUse[] {
  const on = call.on?.kind === "call" && call.on.paths.some((path) => /^pathlib\.\w*Path$/.test(path)) ? call.on : null;
  const method = lastPart(call.paths[0] ?? "");
  if (on === null) return [];
  const isRead = /^(?:read_text|read_bytes|iterdir|glob|rglob)$/.test(method);
  const isWrite = /^(?:write_text|write_bytes|unlink|rmdir|mkdir|touch|chmod|symlink_to|hardlink_to)$/.test(method);
  if (method === "open") return use(on, 0, writesBy({ ...call, arguments: [unknownFirst, ...call.arguments] }));
  return isRead || isWrite ? use(on, 0, isWrite) : [];
}

const nowhere: Span = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
const unknownFirst = { name: null, star: "" as const, value: { kind: "other" as const, parts: [] }, span: nowhere };

function writesBy(call: CallValue): boolean {
  const mode = argumentOf(call, "mode", 1)?.value ?? argumentOf(call, "flags")?.value;
  if (mode === undefined) return false;
  const flags = [...valuesIn(mode)].flatMap((one) => (one.kind === "path" ? one.paths : []));
  return (
    /[wax+]/.test(constantText(mode) ?? "") ||
    flags.some((flag) => /^os\.O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)$/.test(flag))
  );
}

function use(call: CallValue, position: number, isWrite: boolean): readonly FileUse[] {
  const given = argumentOf(call, position === 0 ? "file" : "dst", position) ?? argumentOf(call, "path");
  if (given === null) return [];
  const path = pathOf(given.value);
  return path === null ? [] : [{ isWrite, value: given.value, path, span: given.span }];
}

/** The text of a path, of `os.path.join(…)`, `os.path.expanduser(…)` and `Path(…)` too. */
function pathOf(value: CodeValue): string | null {
  const text = writtenText(value);
  if (text !== null) return text;
  if (value.kind !== "call") return null;
  if (
    value.paths.some((path) =>
      /^(?:os\.path\.(?:expanduser|abspath|realpath|expandvars)|pathlib\.\w*Path|builtins\.str)$/.test(path),
    )
  ) {
    const [first] = value.arguments;
    return first === undefined ? null : pathOf(first.value);
  }
  if (!value.paths.includes("os.path.join")) return null;
  return value.arguments.map(({ value: part }) => pathOf(part) ?? "\uFFFC").join("/");
}
