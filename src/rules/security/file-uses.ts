import type { Span } from "../../domain/finding.ts";
import type { CallValue, CodeFacts, CodeValue } from "../../python/code/code-facts.ts";
import { argumentOf, constantText, lastPart, valuesIn } from "./code-values.ts";
import { pathOf } from "./path-text.ts";

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
  const uses = code.calls.flatMap(usesOfCall);
  known.set(code, uses);
  return uses;
}

/** The files that one call reads or writes. */
export function usesOfCall(call: CallValue): readonly FileUse[] {
  return [...ofFunction(call), ...ofPath(call)];
}

/** A function that takes a path: at which position, by which keywords, and whether it writes there. */
interface Taker {
  readonly by: RegExp;
  readonly at: number;
  readonly names: readonly string[];
  readonly writes: boolean | "by mode";
}

const archive = String.raw`(?:tarfile\.(?:TarFile\.)?(?:open|TarFile)|zipfile\.ZipFile)\(\)`;

const takers: readonly Taker[] = [
  {
    by: /^(?:(?:builtins|os|codecs|gzip|bz2|lzma|_io|io|tarfile)\.open|_?io\.FileIO|zipfile\.ZipFile|tarfile\.TarFile(?:\.open)?)$/,
    at: 0,
    names: ["file", "path", "filename", "name"],
    writes: "by mode",
  },
  {
    by: /^(?:os\.(?:listdir|scandir|walk|readlink)|glob\.i?glob|pandas\.read_\w+|linecache\.getlines?|configparser\.\w+\(\)\.read|io\.open_code|fileinput\.(?:input|FileInput)|urllib\.request\.url(?:open|retrieve)|shutil\.unpack_archive)$/,
    at: 0,
    names: ["path", "top", "pathname", "filename", "filenames", "files", "url", "fullurl"],
    writes: false,
  },
  { by: new RegExp(`^${archive}\\.(?:add|write)$`), at: 0, names: ["name", "filename"], writes: false },
  { by: new RegExp(`^${archive}\\.extractall$`), at: 0, names: ["path"], writes: true },
  { by: new RegExp(`^${archive}\\.extract$`), at: 1, names: ["path"], writes: true },
  { by: /^shutil\.unpack_archive$/, at: 1, names: ["extract_dir"], writes: true },
  { by: /^shutil\.make_archive$/, at: 2, names: ["root_dir"], writes: false },
  { by: /^urllib\.request\.urlretrieve$/, at: 1, names: ["filename"], writes: true },
  {
    by: /^(?:os\.(?:remove|unlink|rmdir|removedirs|makedirs|mkdir|truncate|chmod|chown)|shutil\.(?:rmtree|chown))$/,
    at: 0,
    names: ["path", "name", "file"],
    writes: true,
  },
  {
    by: /\.to_(?:csv|parquet|json|excel|pickle|feather)$/,
    at: 0,
    names: ["path", "path_or_buf", "file"],
    writes: true,
  },
  ...[false, true].map((writes) => ({
    by: /^(?:shutil\.(?:copy|copy2|copyfile|copytree|move)|os\.(?:rename|replace|renames|symlink|link))$/,
    at: writes ? 1 : 0,
    names: writes ? ["dst"] : ["src"],
    writes,
  })),
];

/** What any of them is called: most calls are none of these. */
const taken = new RegExp(takers.map(({ by }) => by.source).join("|"));

function ofFunction(call: CallValue): readonly FileUse[] {
  if (!call.paths.some((path) => taken.test(path))) return [];
  return takers.flatMap(({ by, at, names, writes }): readonly FileUse[] => {
    if (!call.paths.some((path) => by.test(path))) return [];
    const isWrite = writes === "by mode" ? writesBy(call, 1) : writes;
    const named = names.map((name) => argumentOf(call, name)).find((one) => one !== null);
    const given = named ?? argumentOf(call, "", at);
    if (given === null) return [];
    const all = given.value.kind === "list" ? given.value.items.slice(0, 1000) : [given.value];
    return all.flatMap((value) => use(value, given.span, isWrite));
  });
}

/** What gives a path, and no text that was made of one, whose `replace` is another. */
const paths =
  /^(?:operator\.truediv|pathlib\.\w*Path(?:\(\).*\.(?:parent|resolve|absolute|expanduser|joinpath|with_\w{4,6}))?)$/;

/** `Path("/a/b").write_text(…)`, `(Path("/a") / "b").open()` */
function ofPath(call: CallValue): readonly FileUse[] {
  const { on } = call;
  if (on?.kind !== "call") return [];
  const method = lastPart(call.paths[0] ?? "");
  if (/^(?:rename|replace|copy|move)$/.test(method) && on.paths.some((path) => paths.test(path))) {
    const target = argumentOf(call, "target", 0);
    return target === null ? [] : use(target.value, target.span, true);
  }
  const isRead = /^(?:read_text|read_bytes|iterdir|glob|rglob|walk|readlink)$/.test(method);
  const isWrite = /^(?:write_text|write_bytes|unlink|rmdir|mkdir|touch|chmod|symlink_to|hardlink_to)$/.test(method);
  const span = spanIn(on);
  if (span === undefined || !(isRead || isWrite || method === "open")) return [];
  return use(on, span, method === "open" ? writesBy(call, 0) : isWrite);
}

/** Where the path is written that a chain of methods begins with or adds to. */
function spanIn(call: CallValue): Span | undefined {
  let one: CodeValue | null = call;
  while (one?.kind === "call" && one.arguments.length === 0) one = one.on;
  return one?.kind === "call" ? one.arguments[0]?.span : undefined;
}

function writesBy(call: CallValue, position: number): boolean {
  const mode = argumentOf(call, "mode", position)?.value ?? argumentOf(call, "flags")?.value;
  if (mode === undefined) return false;
  const flags = [...valuesIn(mode)].flatMap((one) => (one.kind === "path" ? one.paths : []));
  return (
    /^[^:|]*[wax+]/.test(constantText(mode) ?? "") ||
    flags.some((flag) => /^os\.O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)$/.test(flag))
  );
}

function use(value: CodeValue, span: Span, isWrite: boolean): readonly FileUse[] {
  const path = pathOf(value);
  return path === null ? [] : [{ isWrite, value, path, span }];
}
