import { git } from "../git/run-git.ts";

/** One file of a merge request's diff, as the API gives it. */
export interface FileDiff {
  readonly old_path: string;
  readonly new_path: string;
  readonly a_mode: string;
  readonly b_mode: string;
  readonly new_file: boolean;
  readonly renamed_file: boolean;
  readonly deleted_file: boolean;
  readonly generated_file: boolean;
  readonly collapsed: boolean;
  readonly too_large: boolean;
  readonly diff: string;
}

const largestDiff = 200_000;

/** Real diffs of git. One over GitLab's limit comes without text: https://docs.gitlab.com/administration/diff_limits/ */
export async function readDiffs(directory: string, from: string, to: string): Promise<FileDiff[]> {
  const raw = await git(directory, ["diff", "-M", "--raw", "-z", "--abbrev=40", from, to]);
  const patches = splitPatches(await git(directory, ["diff", "-M", "--no-color", "--no-ext-diff", from, to]));
  return readRaw(raw).map((file, index) => {
    const patch = patches[index] ?? "";
    const isTooLarge = patch.length > largestDiff;
    return { ...file, generated_file: false, collapsed: false, too_large: isTooLarge, diff: isTooLarge ? "" : patch };
  });
}

function readRaw(raw: string): Omit<FileDiff, "diff" | "generated_file" | "collapsed" | "too_large">[] {
  const files = [];
  const fields = raw.split("\0");
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, aMode = "", bMode = "", , , status = ""] = /^:(\d+) (\d+) (\S+) (\S+) (\S+)$/.exec(fields[at] ?? "") ?? [];
    const oldPath = fields[at + 1] ?? "";
    const isRenamed = status.startsWith("R") || status.startsWith("C");
    const newPath = isRenamed ? (fields[at + 2] ?? "") : oldPath;
    if (isRenamed) at += 1;
    files.push({
      old_path: oldPath,
      new_path: newPath,
      a_mode: aMode,
      b_mode: bMode,
      new_file: status === "A",
      renamed_file: status.startsWith("R"),
      deleted_file: status === "D",
    });
  }
  return files;
}

/** Each file's hunks, from the first `@@` on. */
function splitPatches(patch: string): string[] {
  return patch
    .split(/^(?=diff --git )/m)
    .filter((part) => part !== "")
    .map((part) => {
      const start = part.search(/^@@ /m);
      return start < 0 ? "" : `${part.slice(start).replace(/\n$/, "")}\n`;
    });
}

/** Old and new number of each line that the diff shows. `null` on the side where it is not. */
export function shownLines(diff: string): { readonly oldLine: number | null; readonly newLine: number | null }[] {
  const lines: { oldLine: number | null; newLine: number | null }[] = [];
  let [oldLine, newLine] = [0, 0];
  for (const line of diff.split("\n")) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (hunk !== null) [oldLine, newLine] = [Number(hunk[1]), Number(hunk[2])];
    else if (line.startsWith("+")) lines.push({ oldLine: null, newLine: newLine++ });
    else if (line.startsWith("-")) lines.push({ oldLine: oldLine++, newLine: null });
    else if (line.startsWith(" ")) lines.push({ oldLine: oldLine++, newLine: newLine++ });
  }
  return lines;
}
