import type { FilesBeside } from "../analysis/files-beside.ts";
import { maxFileBytes } from "../core/inspect/inspect-parts.ts";
import { readContent } from "./check-files.ts";

/** Of the files below a directory those that are listed; what they are does not change while a command looks at them. */
export function filesOnDisk(root: string, list: () => Iterable<string>): FilesBeside {
  let paths: ReadonlySet<string> | null = null;
  return {
    identify(path) {
      paths ??= new Set(list());
      return Promise.resolve(paths.has(path) ? path : null);
    },
    async read(path) {
      const read = await readContent(root, path, maxFileBytes);
      if ("content" in read) return { content: read.content };
      return { withheld: `cannot be looked into: ${"unread" in read ? read.unread : "it is no file"}` };
    },
  };
}
