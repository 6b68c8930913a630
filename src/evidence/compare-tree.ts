import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
} from "node:fs";
import { join } from "node:path";
import type { ReleasePredicate, Statement } from "../domain/attestation.ts";

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
}

/** Compares a directory with a release statement: every byte, mode, link and directory, whatever else stands there. */
export function compareTree(directory: string, statement: Statement<ReleasePredicate>): TreeComparison {
  const expected = readExpected(statement);
  const directories = new Set([...expected.keys()].flatMap(ancestorsOf));
  const flaws: TreeFlaw[] = [];
  const seen = new Set<string>();
  const note = (flaw: TreeFlaw | null) => void (flaw !== null && flaws.push(flaw));

  note(compareMode(".", lstatSync(directory), 0o755));
  const waiting = [""];
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    for (const path of listNames(directory, parent, flaws)) {
      const place = join(directory, path);
      const stats = lstatSync(place, { throwIfNoEntry: false });
      if (stats === undefined) continue; // removed while we look: it is told as missing if it was expected
      const wanted = expected.get(path);
      if (wanted !== undefined) {
        seen.add(path);
        note(compareEntry(place, path, stats, wanted));
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
  };
}

function readExpected({ subject, predicate }: Statement<ReleasePredicate>): ReadonlyMap<string, Expected> {
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
  for (const raw of readdirSync(join(root, parent), { encoding: "buffer" })) {
    const name = raw.toString("utf8");
    const path = parent === "" ? name : `${parent}/${name}`;
    if (Buffer.from(name).equals(raw)) paths.push(path);
    else flaws.push({ code: "extra", path, message: "was not signed: its name is not UTF-8" });
  }
  return paths;
}

function compareEntry(place: string, path: string, stats: Stats, wanted: Expected): TreeFlaw | null {
  const kind = stats.isSymbolicLink() ? "link" : stats.isFile() ? "file" : "neither";
  if (kind !== wanted.kind) {
    return { code: "kind", path, message: `was signed as a ${wanted.kind}, and is ${describeKind(stats)}` };
  }
  if (wanted.kind === "link") {
    const to = readlinkSync(place, { encoding: "buffer" });
    if (to.equals(Buffer.from(wanted.content))) return null;
    const message = `leads to ${JSON.stringify(to.toString("utf8"))}, not to ${JSON.stringify(wanted.content)} as was signed`;
    return { code: "changed", path, message };
  }
  try {
    if (digestFile(place) !== wanted.content)
      return { code: "changed", path, message: "has another content than was signed" };
  } catch (error) {
    return {
      code: "unreadable",
      path,
      message: `cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  return compareMode(path, stats, wanted.mode);
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

/** A file may be put in the place of another between two looks, but not be a link to elsewhere. */
function digestFile(place: string): string {
  const descriptor = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!fstatSync(descriptor).isFile()) return "";
    const hash = createHash("sha256");
    const piece = Buffer.alloc(1024 * 1024);
    for (let read = readSync(descriptor, piece); read > 0; read = readSync(descriptor, piece)) {
      hash.update(piece.subarray(0, read));
    }
    return hash.digest("hex");
  } finally {
    closeSync(descriptor);
  }
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
