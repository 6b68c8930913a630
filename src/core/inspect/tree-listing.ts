import type { TreeListing, TreePath } from "../../rules/subject.ts";

/** A listing as one text, which goes to another thread at the cost of a copy: `mode size path`, parted by NUL, in the order of the paths. */
export interface PackedTree {
  readonly text: string;
}

/** Packs a listing. The order of the entries does not matter. */
export function packTree(entries: readonly TreePath[]): PackedTree {
  const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { text: sorted.map(({ path, mode, size }) => `${mode} ${size ?? "-"} ${path}`).join("\0") };
}

/** Makes a listing of what was packed. It is unpacked when somebody asks. */
export function openTree({ text }: PackedTree): TreeListing {
  let unpacked: readonly TreePath[] | null = null;
  const entries = (): readonly TreePath[] => {
    unpacked ??= text === "" ? [] : text.split("\0").map(unpackEntry);
    return unpacked;
  };
  const firstFrom = (path: string): number => {
    const all = entries();
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((all[middle]?.path ?? "") < path) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    get length() {
      return entries().length;
    },
    find(path) {
      const entry = entries()[firstFrom(path)];
      return entry?.path === path ? entry : null;
    },
    hasFolder: (path) => entries()[firstFrom(`${path}/`)]?.path.startsWith(`${path}/`) ?? false,
    *below(folder) {
      const prefix = folder === "" ? "" : `${folder}/`;
      const all = entries();
      for (let index = firstFrom(prefix); index < all.length; index += 1) {
        const entry = all[index];
        if (entry === undefined || !entry.path.startsWith(prefix)) return;
        yield entry;
      }
    },
  };
}

function unpackEntry(line: string): TreePath {
  const [mode = "", size = "-"] = line.split(" ", 2);
  return { mode, size: size === "-" ? null : Number(size), path: line.slice(mode.length + size.length + 2) };
}
