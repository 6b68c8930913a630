import type { ChangedFile, Listing } from "../domain/change.ts";
import { compareTreeObjects, type TreeDifference } from "./compare-trees.ts";
import type { Mirror } from "./mirror.ts";
import { openObjectReader } from "./object-reader.ts";
import { assertName, readTreeId } from "./read-ref.ts";
import { runGit } from "./run-git.ts";

/** What differs between two commits or trees, renames detected; always complete. Throws `GitError`. */
export async function diffTrees(mirror: Mirror, from: string, to: string): Promise<Listing<ChangedFile>> {
  const records = (await runDiff(mirror, from, to, ["-M", "--raw", "--numstat"])).values();
  const files: Omit<ChangedFile, "additions" | "deletions">[] = [];
  const lines = new Map<string, { additions: number; deletions: number }>();

  for (const record of records) {
    const raw = /^:(\d{6}) (\d{6}) [0-9a-f]+ [0-9a-f]+ ([A-Z])\d*$/.exec(record);
    const counts = /^(\d+|-)\t(\d+|-)\t([\s\S]*)$/.exec(record);
    if (raw !== null) files.push(toFile(raw, records));
    if (counts === null) continue;
    const path = counts[3] || newNameAmong(records);
    lines.set(path, { additions: count(counts[1]), deletions: count(counts[2]) });
  }
  return { complete: true, items: files.map((file) => ({ ...file, ...(lines.get(file.path) ?? none) })) };
}

/** Which entries differ between two commits or trees, with their objects; renames are not guessed. Throws `GitError`. */
export async function compareTrees(mirror: Mirror, from: string, to: string): Promise<TreeDifference[]> {
  const [before, after] = [await readTreeId(mirror, from), await readTreeId(mirror, to)];
  const objects = openObjectReader(mirror);
  try {
    return await compareTreeObjects(objects, before, after);
  } finally {
    objects.close();
  }
}

const none = { additions: 0, deletions: 0 };
const noMode = "000000";
const statuses: Readonly<Record<string, ChangedFile["status"]>> = {
  A: "added",
  D: "removed",
  R: "renamed",
  C: "copied",
};

function toFile(raw: RegExpExecArray, records: Iterator<string>): Omit<ChangedFile, "additions" | "deletions"> {
  const [, oldMode = "", newMode = "", letter = ""] = raw;
  const status = statuses[letter] ?? "modified";
  const first = records.next().value ?? "";
  const mode = newMode === noMode ? oldMode : newMode;
  if (letter === "T") return { path: first, previousPath: null, status, mode, previousMode: oldMode };
  return status === "renamed" || status === "copied"
    ? { path: records.next().value ?? "", previousPath: first, status, mode }
    : { path: first, previousPath: null, status, mode };
}

/** Of a rename both names follow the counts as records of their own. */
function newNameAmong(records: Iterator<string>): string {
  records.next();
  return records.next().value ?? "";
}

/** Lines of a binary file are not counted: git says `-`. */
function count(text: string | undefined): number {
  return text === undefined || text === "-" ? 0 : Number(text);
}

async function runDiff(mirror: Mirror, from: string, to: string, flags: readonly string[]): Promise<string[]> {
  assertName(from);
  assertName(to);
  const { stdout } = await runGit(
    mirror.directory,
    ["diff-tree", "-r", "-z", "--full-index", "--no-ext-diff", "--no-textconv", ...flags, "--end-of-options", from, to],
    { doing: `compare ${from} with ${to}` },
  );
  const records = stdout.split("\0");
  records.pop(); // what follows the last NUL
  return records;
}
