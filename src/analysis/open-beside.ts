import type { TreeListing } from "../rules/subject.ts";
import { decodeContent } from "./decode-content.ts";
import type { GivenFiles } from "./files-beside.ts";

/** More paths than a module that people write asks for. */
const mostPaths = 5000;

/** What a worker knows of other files while it reads one, and what it would have to know. */
export interface Beside {
  /** The text of a file; `null` where there is none, or where it is not at hand. */
  readText(path: string): string | null;
  /** What was asked for and nobody told of yet: what is said without it is of no use. */
  readonly wants: ReadonlySet<string>;
  /** All that was asked for. */
  readonly asked: ReadonlySet<string>;
  /** What is there and could not be read, with the reason. */
  readonly withheld: ReadonlySet<string>;
}

/** `tree`: what stands in the repository, where that is known, so that nobody is asked for what does not. */
export function openBeside(given: GivenFiles, tree: TreeListing | null): Beside {
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
    wants,
    asked,
    withheld,
  };
}
