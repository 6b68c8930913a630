import type { Mirror } from "./mirror.ts";
import { assertName } from "./read-ref.ts";
import { runGit } from "./run-git.ts";

/** Lines of a file that are new in `to`: ranges [start, end) that count from 1. A removed file has none. Throws `GitError`. */
export async function listChangedLines(
  mirror: Mirror,
  from: string,
  to: string,
  path: string,
): Promise<[start: number, endExclusive: number][]> {
  assertName(from);
  assertName(to);
  const flags = ["-r", "-p", "-U0", "--text", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames"];
  const { stdout } = await runGit(mirror.directory, ["diff-tree", ...flags, from, to, "--", path], {
    doing: `compare ${path} in ${from} and ${to}`,
  });
  return [...stdout.matchAll(/^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/gm)]
    .map(([, start, length]): [number, number] => [Number(start), Number(start) + Number(length ?? 1)])
    .filter(([start, end]) => end > start);
}
