import type { IndexEntry, TreeIndex } from "./tree-index.ts";
import { ancestorsOf } from "./tree-index.ts";

/** A path that will not be deployed, and why, in a sentence with the remedy. */
export interface RefusedPath {
  readonly path: string;
  readonly reason: string;
}

const maxNameBytes = 255;
const maxLinkHops = 40;

/** The first thing in a tree that must not be made live; `null` when all of it may. `added` are the paths that are new. */
export function findRefusal(tree: TreeIndex, added: readonly string[]): RefusedPath | null {
  if (tree.files.size === 0) return { path: ".", reason: "The tree is empty. Commit at least one file." };
  return findNameRefusal(added) ?? findTwin(tree, added) ?? findEscape(tree);
}

function findNameRefusal(paths: readonly string[]): RefusedPath | null {
  for (const path of paths) {
    const reason = findNameProblem(path);
    if (reason !== null) return { path, reason };
  }
  return null;
}

function findNameProblem(path: string): string | null {
  if (path.includes("\ufffd")) return "Its name is not UTF-8. Rename it.";
  for (const name of path.split("/")) {
    if (name === "" || name === "." || name === "..")
      return "Its path does not stay in the tree. Remove it from the history.";
    if (isDotGit(name)) return "`.git` entries are not deployed. Remove it from the history.";
    if (Buffer.byteLength(name) > maxNameBytes) return "Its name is longer than 255 bytes. Rename it.";
  }
  return null;
}

/** Also the spellings that some file systems take for `.git` (git's `is_hfs_dotgit` and `is_ntfs_dotgit`, path.c and utf8.c). */
function isDotGit(name: string): boolean {
  const plain = name
    .replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, "")
    .toLowerCase()
    .replace(/[. ]+$/, "");
  return plain === ".git" || plain === "git~1";
}

function fold(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII, the quick way for nearly every path
  if (/^[\u0000-\u007f]*$/.test(path)) return path.toLowerCase();
  return path.normalize("NFC").toLowerCase().normalize("NFC");
}

/** Two paths that a file system without upper and lower case would take for one. Only a new path can have made such a pair. */
function findTwin(tree: TreeIndex, added: readonly string[]): RefusedPath | null {
  if (added.length === 0) return null;
  const wanted = new Map<string, string>();
  for (const path of added) {
    for (const part of [path, ...ancestorsOf(path)]) {
      const folded = fold(part);
      const other = wanted.get(folded);
      if (other !== undefined && other !== part) return twinOf(part, other);
      wanted.set(folded, part);
    }
  }
  for (const part of [...tree.files.keys(), ...tree.directories.keys()]) {
    const other = wanted.get(fold(part));
    if (other !== undefined && other !== part) return twinOf(other, part);
  }
  return null;
}

function twinOf(path: string, other: string): RefusedPath {
  return { path, reason: `It differs from \`${other}\` only in upper and lower case. Rename one of them.` };
}

/** A link that leads out of the tree, also by way of other links. */
function findEscape(tree: TreeIndex): RefusedPath | null {
  for (const [path, entry] of tree.files) {
    if (entry.link === null) continue;
    const reason = findLinkProblem(tree.files, path, entry.link);
    if (reason !== null) return { path, reason };
  }
  return null;
}

function findLinkProblem(files: ReadonlyMap<string, IndexEntry>, path: string, link: string): string | null {
  const place = path.split("/").slice(0, -1);
  const todo = link.split("/").toReversed();
  if (link.startsWith("/")) return "It is a link to an absolute path. Make it relative, or replace it by a file.";
  let hops = 0;
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (name === "" || name === ".") continue;
    if (name === "..") {
      if (place.pop() === undefined) return "It is a link that leaves the tree. Point it at something inside.";
      continue;
    }
    place.push(name);
    const next = files.get(place.join("/"))?.link ?? null;
    if (next === null) continue;
    hops += 1;
    if (hops > maxLinkHops) return "It is a link that leads in a circle. Point it at a file.";
    if (next.startsWith("/")) return "It leads to a link with an absolute path. Point it at something inside.";
    place.pop();
    todo.push(...next.split("/").toReversed());
  }
  return null;
}
