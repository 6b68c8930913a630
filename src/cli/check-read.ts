import { readContent as contentOf, type HeldFile, type ReadContent } from "../analysis/file-content.ts";
import type { FileToInspect } from "../analysis/inspector.ts";
import { maxFileBytes, partsOf } from "../core/inspect/inspect-parts.ts";
import type { Inspection } from "../domain/finding.ts";
import type { LineRanges } from "../git/patch-lines.ts";
import { kindOfContent, mayHideArchive } from "../policy/kind-of.ts";
import { type FileContent, mayBeArchive, readContent } from "./check-files.ts";
import type { KindOf } from "./check-settings.ts";

/** A tree with more Python files than this is not held in memory: each is read again when its turn comes. */
const mostHeld = 200;

interface Places {
  readonly root: string;
  readonly kindOf: KindOf;
  readonly mayHold: (path: string) => boolean;
  readonly submodules: ReadonlySet<string>;
}

interface ReadFiles<T> {
  readonly files: readonly T[];
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
  /** Links, submodules and what cannot be opened: anything could be below them. */
  readonly opaque: readonly string[];
}

/** Reads files that are wanted with their changed lines, and keeps of each what `keep` gives. */
export async function readFiles<T>(
  wanted: ReadonlyMap<string, LineRanges | null>,
  { root, kindOf, mayHold, submodules }: Places,
  keep: (file: HeldFile) => T,
): Promise<ReadFiles<T>> {
  const files: T[] = [];
  const opaque: string[] = [];
  const unread: { path: string; reason: string }[] = [];
  for (const [path, changedLines] of wanted) {
    const kind = kindOf(path);
    const read = submodules.has(path) ? aSubmodule : await readContent(root, path, maxFileBytes);
    if ("unread" in read && read.isOpaque === true) opaque.push(path);
    if ("content" in read) {
      const { content } = read;
      files.push(keep({ path, kind: kindOfContent(kindOf, path, content), content, changedLines }));
    } else if ("unread" in read) {
      const mustBeRead = partsOf(path, kind).isGoverned || (read.isOpaque === true && mayHold(path));
      if (mustBeRead || (mayHideArchive(kindOf, path) && (await mayBeArchive(root, path))))
        unread.push({ path, reason: read.unread });
    }
  }
  return { files, unread, opaque };
}

const aSubmodule: FileContent = { unread: "it is a submodule; put the file itself there", isOpaque: true };

/** Holds what it is given, or of many files only those that are looked into before their turn. */
export function holdOf(root: string, paths: Iterable<string>): (file: HeldFile) => FileToInspect {
  const count = [...paths].filter((path) => path.endsWith(".py")).length;
  return (file) => {
    const { python, code } = partsOf(file.path, file.kind);
    return count > mostHeld && (python || code) ? readLate(root, file) : file;
  };
}

function readLate(root: string, file: HeldFile): FileToInspect {
  const { path } = file; // all that `read` may know: with the file it would hold the content
  return { ...file, content: { length: file.content.length, read: () => readAgain(root, path) } };
}

async function readAgain(root: string, path: string): Promise<ReadContent> {
  const read = await readContent(root, path, maxFileBytes);
  return "absent" in read ? { unread: "it was removed while it was checked" } : read;
}

/** The texts of the files in which something was found, for their lines; of those that are still there. */
export async function readTexts(
  files: readonly FileToInspect[],
  { findings }: Inspection,
): Promise<ReadonlyMap<string, string>> {
  const found = new Set(findings.map(({ path }) => path));
  const texts = new Map<string, string>();
  for (const { path, content } of files.filter((file) => found.has(file.path))) {
    const read = await contentOf(content);
    if ("content" in read) texts.set(path, new TextDecoder().decode(read.content));
  }
  return texts;
}
