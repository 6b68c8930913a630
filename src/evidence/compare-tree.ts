import { lstatSync, readdirSync, readlinkSync, type Stats } from "node:fs";
import { join } from "node:path";
import type { ReleasePredicate, Statement } from "../domain/attestation.ts";
import { blobId, type TreeEntry, treeId } from "../formats/git-tree-id.ts";
import { digestFile } from "./digest-file.ts";

export type TreeFlawCode = "changed" | "missing" | "extra" | "mode" | "kind" | "unreadable";

/** A path of a live tree that is not as it was signed. The message continues a sentence that begins with the path. */
export interface TreeFlaw {
  readonly code: TreeFlawCode;
  readonly path: string;
  readonly message: string;
}

interface Expected {
  readonly kind: "file" | "link";
  /** SHA-256 (hex) of a file, or what a link contains. */
  readonly content: string;
  readonly mode: number;
}

export interface TreeComparison {
  /** Files and links that are as they were signed. */
  readonly sound: number;
  readonly flaws: readonly TreeFlaw[];
  /** The id that git gives this tree; `null` where something in it is not as it was signed. */
  readonly tree: string | null;
}

type Signed = Statement<Pick<ReleasePredicate, "executable" | "links">>;

/** Compares a directory with what a statement says of its files: every byte, mode, link and directory, whatever else stands there. */
export function compareTree(directory: string, statement: Signed): TreeComparison {
  const expected = readExpected(statement);
  const directories = new Set([...expected.keys()].flatMap(ancestorsOf));
  const flaws: TreeFlaw[] = [];
  const seen = new Set<string>();
  const blobs: TreeEntry[] = [];
  const note = (flaw: TreeFlaw | null) => void (flaw !== null && flaws.push(flaw));

  const root = lstatSync(directory, { throwIfNoEntry: false });
  note(root === undefined ? null : compareMode(".", root, 0o755));
  const waiting = [""];
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    for (const path of listNames(directory, parent, flaws)) {
      const place = join(directory, path);
      const stats = lstatSync(place, { throwIfNoEntry: false });
      if (stats === undefined) continue; // removed while we look: it is told as missing if it was expected
      const wanted = expected.get(path);
      if (wanted !== undefined) {
        seen.add(path);
        note(compareEntry(place, path, stats, wanted, blobs));
      } else if (stats.isDirectory() && directories.has(path)) {
        note(compareMode(path, stats, 0o755));
        waiting.push(path);
      } else note({ code: "extra", path, message: describeExtra(path, stats) });
    }
  }
  for (const path of expected.keys()) {
    if (!seen.has(path)) note({ code: "missing", path, message: "was signed, and is not there" });
  }
  const unsound = new Set(flaws.map(({ path }) => path));
  return {
    sound: [...seen].filter((path) => !unsound.has(path)).length,
    flaws: flaws.sort((one, other) => (one.path < other.path ? -1 : 1)),
    tree: flaws.length === 0 ? treeId(blobs) : null,
  };
}

function readExpected({ subject, predicate }: Signed): ReadonlyMap<string, Expected> {
  const executable = new Set(predicate.executable);
  return new Map<string, Expected>([
    ...subject.map(({ name, digest }): [string, Expected] => [
      name,
      { kind: "file", content: digest.sha256 ?? "", mode: executable.has(name) ? 0o755 : 0o644 },
    ]),
    ...predicate.links.map(({ path, to }): [string, Expected] => [path, { kind: "link", content: to, mode: 0o777 }]),
  ]);
}

/** The paths in a directory. A name that is not UTF-8 was never signed. */
function listNames(root: string, parent: string, flaws: TreeFlaw[]): string[] {
  const paths: string[] = [];
  for (const raw of readNames(join(root, parent), parent, flaws)) {
    const name = raw.toString("utf8");
    const path = parent === "" ? name : `${parent}/${name}`;
    if (Buffer.from(name).equals(raw)) paths.push(path);
    else flaws.push({ code: "extra", path, message: "was not signed: its name is not UTF-8" });
  }
  return paths;
}

function readNames(directory: string, path: string, flaws: TreeFlaw[]): readonly Buffer[] {
  try {
    return readdirSync(directory, { encoding: "buffer" });
  } catch (error) {
    if (isGone(error)) return []; // what was signed of it is told as missing
    const message = `cannot be listed: ${error instanceof Error ? error.message : String(error)}`;
    flaws.push({ code: "unreadable", path: path || ".", message });
    return [];
  }
}

/** What is sound is added to `blobs`. */
function compareEntry(
  place: string,
  path: string,
  stats: Stats,
  wanted: Expected,
  blobs: TreeEntry[],
): TreeFlaw | null {
  const kind = stats.isSymbolicLink() ? "link" : stats.isFile() ? "file" : "neither";
  if (kind !== wanted.kind) {
    return { code: "kind", path, message: `was signed as a ${wanted.kind}, and is ${describeKind(stats)}` };
  }
  try {
    return wanted.kind === "link"
      ? compareLink(place, path, wanted, blobs)
      : compareFile(place, path, stats, wanted, blobs);
  } catch (error) {
    if (isGone(error)) return { code: "missing", path, message: "was signed, and went away while it was looked at" };
    const message = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return { code: "unreadable", path, message };
  }
}

function compareLink(place: string, path: string, wanted: Expected, blobs: TreeEntry[]): TreeFlaw | null {
  const to = readlinkSync(place, { encoding: "buffer" });
  if (to.equals(Buffer.from(wanted.content))) {
    blobs.push({ path, mode: "120000", oid: blobId(to) });
    return null;
  }
  const message = `leads to ${JSON.stringify(to.toString("utf8"))}, not to ${JSON.stringify(wanted.content)} as was signed`;
  return { code: "changed", path, message };
}

function compareFile(place: string, path: string, stats: Stats, wanted: Expected, blobs: TreeEntry[]): TreeFlaw | null {
  const digests = digestFile(place);
  if (digests?.sha256 !== wanted.content) {
    return { code: "changed", path, message: "has another content than was signed" };
  }
  blobs.push({ path, mode: wanted.mode === 0o755 ? "100755" : "100644", oid: digests.blob });
  return compareMode(path, stats, wanted.mode);
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function compareMode(path: string, { mode }: Stats, wanted: number): TreeFlaw | null {
  const has = mode & 0o7777;
  return has === wanted
    ? null
    : {
        code: "mode",
        path,
        message: `has the mode ${has.toString(8).padStart(4, "0")}, not ${wanted.toString(8).padStart(4, "0")}`,
      };
}

function describeExtra(path: string, stats: Stats): string {
  return /(^|\/)__pycache__$/.test(path)
    ? "was not signed: Python runs what is compiled in it. Set PYTHONDONTWRITEBYTECODE=1 for what reads this tree"
    : `was not signed: ${describeKind(stats)}`;
}

function describeKind(stats: Stats): string {
  if (stats.isSymbolicLink()) return "a link";
  if (stats.isDirectory()) return "a directory";
  return stats.isFile() ? "a file" : "a special file";
}

function ancestorsOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
