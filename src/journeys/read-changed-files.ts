import type { FileToInspect, InspectionInput } from "../analysis/inspector.ts";
import type { ChangedFile } from "../domain/change.ts";
import type { Inspection } from "../domain/finding.ts";
import { compareTreeObjects, type TreeDifference } from "../git/compare-trees.ts";
import type { ObjectReader } from "../git/object-reader.ts";
import { keepNewLines, type LineRanges } from "../git/patch-lines.ts";
import { readChangedLines } from "../git/read-changed-lines.ts";
import {
  asLoaded,
  kindOf,
  kindOfContent,
  kindsFor,
  mayHideArchive,
  mayHoldRead,
  readKinds,
} from "../policy/kind-of.ts";
import { archivesByContent } from "./archives-by-content.ts";
import { treeIdOf } from "./files-of-tree.ts";
import type { GatheredChange } from "./gather-change.ts";

/** A file larger than this is not read; the inspection names it as unread. */
export const maxFileBytes = 2 * 1024 * 1024;

/** What stands in a path for bytes that are not UTF-8: two such names may look alike. */
export const notUtf8 = "\uFFFD";

type Unread = Inspection["unread"][number];

/** The files of a change as they are in its head, and as they were. */
export async function readChangedFiles({ mirror, change, policy }: GatheredChange, objects: ObjectReader) {
  const files: FileToInspect[] = [];
  const unread: Unread[] = [];
  const removed: NonNullable<InspectionInput["removed"]>[number][] = [];
  const differences = await readDifferences({ mirror, change }, objects);
  const lines = await readChangedLines(mirror, change.mergeBase, change.head.sha);
  const kindOfFile = asLoaded((path) => kindOf(policy, path));
  const mayBeArchive = archivesByContent(objects);
  for (const file of change.files.items) {
    const before = await readBefore(file, differences, objects);
    const kindBefore = before === null ? null : kindOfContent(kindOfFile, before.path, before.content);
    if (file.status === "removed") {
      if (before !== null && kindBefore === "dag") removed.push({ ...before, kind: kindBefore });
      continue;
    }
    const oid = differences.get(file.path)?.after?.oid;
    const read = await readChangedFile(file, oid, objects);
    if ("content" in read) {
      const kind = kindOfContent(kindOfFile, file.path, read.content);
      files.push({ ...read, kind, before, changedLines: linesOf(file, lines) });
      if (before !== null && kindBefore === "dag" && kind !== "dag") removed.push({ ...before, kind: kindBefore });
    } else if (
      mustBeRead(policy, file) ||
      (mayHide(kindOfFile, file) && (oid === undefined || (await mayBeArchive(oid))))
    )
      unread.push(read);
    // of others only what can be read is searched for credentials
  }
  return { files, unread, removed };
}

function mustBeRead(policy: GatheredChange["policy"], file: ChangedFile): boolean {
  if (readKinds.has(asLoaded((path) => kindOf(policy, path))(file.path))) return true;
  return !isFile(file) && mayHoldRead(kindsFor(policy), file.path);
}

function mayHide(kindOfFile: (path: string) => string, file: ChangedFile): boolean {
  return isFile(file) && mayHideArchive(kindOfFile, file.path);
}

/** Below what is none, other files could seem to be. */
function isFile({ mode }: ChangedFile): boolean {
  return mode.startsWith("100");
}

/** By path, what the head has otherwise than the merge base. */
async function readDifferences({ mirror, change }: Pick<GatheredChange, "mirror" | "change">, objects: ObjectReader) {
  const before = await treeIdOf(objects, mirror, change.mergeBase);
  const differences = await compareTreeObjects(objects, before, change.head.tree);
  return new Map(differences.map((one) => [one.path, one]));
}

/** The file at the merge base; `null` where it was none, or cannot be read, so that all of it is new. */
async function readBefore(
  { path, previousPath, status }: ChangedFile,
  differences: ReadonlyMap<string, TreeDifference>,
  objects: ObjectReader,
): Promise<{ path: string; content: Buffer } | null> {
  const place = status === "renamed" ? (previousPath ?? path) : path;
  const before = status === "copied" ? null : differences.get(place)?.before;
  if (before == null || !before.mode.startsWith("100") || place.includes(notUtf8)) return null;
  const size = await objects.readSize(before.oid);
  if (size === null || size > maxFileBytes) return null;
  return { path: place, content: await objects.read(before.oid, maxFileBytes) };
}

/** A file that was not there under this name is new as a whole. */
function linesOf(file: ChangedFile, lines: ReadonlyMap<string, LineRanges | null>): LineRanges | null {
  return file.status === "modified" ? keepNewLines(lines.get(file.path) ?? null) : null;
}

async function readChangedFile(
  { path, mode }: ChangedFile,
  oid: string | undefined,
  objects: ObjectReader,
): Promise<{ path: string; content: Buffer } | Unread> {
  if (mode === "120000") return { path, reason: "it is a symbolic link; put the file itself there" };
  if (mode === "160000") return { path, reason: "it is a submodule; put the file itself there" };
  if (path.includes(notUtf8)) return { path, reason: "its name is not UTF-8; give it another name" };
  if (oid === undefined) return { path, reason: "git has no such file in the head of the change" };
  try {
    const size = await objects.readSize(oid);
    if (size !== null && size > maxFileBytes) {
      return { path, reason: `it has ${size} bytes, more than the ${maxFileBytes} allowed; make the file smaller` };
    }
    return { path, content: await objects.read(oid, maxFileBytes) };
  } catch (error) {
    return { path, reason: error instanceof Error ? error.message : String(error) };
  }
}
