import { listFolder } from "../core/inspect/list-folder.ts";
import type { TreeListing } from "../rules/tree-listing.ts";
import { decodeContent } from "./decode-content.ts";
import type { AskForFiles, FileBeside } from "./files-beside.ts";

/** More paths than a module that people write asks for. */
const mostPaths = 5000;

/** What is known of other files while one is read. */
export interface Beside {
  /** The text of a file; `null` where there is none, or where it is not at hand. */
  readText(path: string): string | null;
  /** What stands directly in a folder, as `listFolder` tells it. */
  listFolder(folder: string): readonly string[] | null;
  /**
   * Reads with it, asks for what was not at hand, and reads again, until all of it is: what is said before is of no use. What earlier
   * readings asked for stays asked for.
   */
  whileAsking<T>(read: () => Promise<T>): Promise<T>;
  /** All that was asked for. */
  readonly asked: ReadonlySet<string>;
  /** The folders that were listed, with what was told of them. */
  readonly folders: ReadonlyMap<string, readonly string[] | null>;
  /** What is there and could not be read, with the reason. */
  readonly withheld: ReadonlySet<string>;
}

/**
 * `tree`: what stands in the repository, where that is known, so that nobody is asked for what does not. `listing`: the tree whose folders
 * are listed.
 */
export function openBeside(
  ask: AskForFiles,
  tree: TreeListing | null,
  listing: Pick<TreeListing, "below"> | null = tree,
): Beside {
  const folders = new Map<string, readonly string[] | null>();
  const given = new Map<string, FileBeside | null>();
  const [wants, asked, withheld] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const texts = new Map<string, string | null>();

  const readText = (path: string): string | null => {
    if (asked.size >= mostPaths) {
      withheld.add("it asks for too many files");
      return null;
    }
    asked.add(path);
    const file = given.get(path);
    if (file === undefined) {
      if (tree === null || tree.find(path) !== null) wants.add(path);
      return null;
    }
    if (file === null) return null;
    const decoded = "withheld" in file ? null : decodeContent(file.content, { isPython: path.endsWith(".py") });
    if (decoded !== null && "text" in decoded) return decoded.text;
    withheld.add(`\`${path}\` ${"withheld" in file ? file.withheld : "is not text"}`);
    return null;
  };

  return {
    readText(path) {
      const known = texts.get(path);
      if (known !== undefined) return known;
      const text = readText(path);
      texts.set(path, text);
      return text;
    },
    listFolder(folder) {
      const known = folders.get(folder);
      if (known !== undefined) return known;
      const names = listing === null ? null : listFolder(listing, folder);
      folders.set(folder, names);
      return names;
    },
    async whileAsking(read) {
      const [askedBefore, foldersBefore] = [[...asked], [...folders]];
      for (;;) {
        for (const one of [wants, asked, withheld, texts, folders]) one.clear();
        for (const path of askedBefore) asked.add(path);
        for (const [folder, names] of foldersBefore) folders.set(folder, names);
        const said = await read();
        if (wants.size === 0) return said;
        for (const [path, file] of await ask([...wants])) given.set(path, file);
      }
    },
    asked,
    folders,
    withheld,
  };
}
