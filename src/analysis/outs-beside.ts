import type { PackedTree } from "../core/inspect/packed-tree.ts";
import { openTree } from "../core/inspect/tree-listing.ts";
import { prefixesOf } from "../formats/fold-path.ts";
import { folderOf } from "../formats/relative-path.ts";
import { listOuts } from "../rules/results/list-outs.ts";
import type { NamedOut } from "../rules/subject.ts";
import type { TreeListing } from "../rules/tree-listing.ts";
import type { FilesBeside } from "./files-beside.ts";
import type { InspectionInput } from "./inspector.ts";
import type { Done } from "./read-files.ts";

/** Of one inspection: they are read here, not by a worker. Files that `dvc add` writes have some hundred bytes. */
const mostFiles = 200;
const mostBytes = 1024 * 1024;
/** In files that are gone through for those of DVC. */
const longestListing = 20_000;

/** What files of DVC name that nobody asked about, and that could name an output of those that were: they stand in its folder or above it. */
export async function readOutsBeside(
  { files }: Pick<InspectionInput, "files">,
  done: readonly Done[],
  packed: PackedTree | null,
  beside: FilesBeside,
): Promise<readonly NamedOut[]> {
  const places = done.flatMap(({ outcome }) => outcome.outs.map(({ place }) => place));
  if (packed === null || places.length === 0) return [];
  const asked = new Set([...files, ...done].map(({ path }) => path));
  const tree = openTree(packed);
  const paths = new Set(listBeside(tree, foldersAbove(places, tree)).filter((path) => !asked.has(path)));
  const { readDvcFile } = await import("../formats/dvc-file.ts"); // few changes have any
  const found: NamedOut[] = [];
  let left = mostBytes;
  for (const path of [...paths].slice(0, mostFiles)) {
    const read = await beside.read(path);
    if ("withheld" in read || read.content.length > left) continue;
    left -= read.content.length;
    const text = new TextDecoder().decode(read.content);
    found.push(...listOuts({ path, text, dvc: path.endsWith(".dvc") ? readDvcFile(text, path) : null }));
  }
  return found;
}

/** Deeper paths, and longer ones, git and file systems do not keep. */
const mostFolders = 50;
const longestPath = 4096;

/** The folders of the repository in which a file could name these outputs, the innermost first. */
function foldersAbove(places: readonly string[], tree: TreeListing): readonly string[] {
  const folders = new Map([["", true]]);
  for (const place of places) {
    if (place.length > longestPath) continue;
    for (const folder of prefixesOf(folderOf(place)).slice(0, mostFolders)) {
      const isThere = folders.get(folder) ?? tree.hasFolder(folder);
      folders.set(folder, isThere);
      if (!isThere) break;
    }
  }
  return [...folders].flatMap(([folder, isThere]) => (isThere ? [folder] : [])).sort((a, b) => b.length - a.length);
}

function listBeside(tree: TreeListing, folders: readonly string[]): readonly string[] {
  const found: string[] = [];
  let left = longestListing;
  for (const folder of folders) {
    const start = folder === "" ? 0 : folder.length + 1;
    for (const { path, mode } of tree.below(folder)) {
      if (left === 0) return found;
      left -= 1;
      const name = path.slice(start);
      if (mode.startsWith("100") && (name === "dvc.yaml" || /^[^/]+\.dvc$/.test(name))) found.push(path);
    }
  }
  return found;
}
