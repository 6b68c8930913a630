import { GitError } from "../domain/errors.ts";
import { localEnvironment } from "./git-environment.ts";
import { gitFailure } from "./git-failure.ts";
import type { Mirror } from "./mirror.ts";
import { createPatchReader, type LineRanges } from "./patch-lines.ts";
import { assertName } from "./read-ref.ts";
import { openGitConversation } from "./spawn-git.ts";
import { withoutFilters } from "./without-filters.ts";

export interface LineLimits {
  /** Of all files together. */
  readonly ranges: number;
  readonly timeoutMs: number;
}

const usualLimits: LineLimits = { ranges: 500_000, timeoutMs: 120_000 };

/** A larger file is not compared by lines, as a binary one: none is inspected that is so large. */
const largestCompared = "core.bigFileThreshold=5m";

const flags = [
  "-z",
  "--raw",
  "-p",
  "-U0",
  "--inter-hunk-context=0",
  "--full-index",
  "--diff-filter=M",
  "--no-renames",
  "--no-color",
  "--no-ext-diff",
  "--no-textconv",
  "--no-relative",
  "--submodule=short",
  "--src-prefix=a/",
  "--dst-prefix=b/",
];

/**
 * By path, the lines that are new in `to`, of all files that both commits or trees have under the same name: what was added,
 * renamed or made a link is not in it. `null`, so all of it may be new: a binary file, one of more than 5 MB, and whatever is
 * left when the limits are reached. One process, however many files. Throws `GitError`.
 */
export async function readChangedLines(
  mirror: Mirror,
  from: string,
  to: string,
  limits: LineLimits = usualLimits,
): Promise<ReadonlyMap<string, LineRanges | null>> {
  assertName(from);
  assertName(to);
  const environment = localEnvironment(mirror.directory);
  const doing = `compare the lines of ${from} and ${to}`;
  return readPatch(["diff-tree", "-r", ...flags, "--end-of-options", from, to], { doing, environment, limits });
}

/** The same between a commit and the working tree of a clone; `signal` ends it early. Throws `GitError`. */
export async function readChangedLinesOfWorkTree(
  clone: { readonly directory: string; readonly top: string },
  from: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, LineRanges | null>> {
  assertName(from);
  const settings = await withoutFilters(clone.directory);
  const environment = localEnvironment(clone.directory, { GIT_WORK_TREE: clone.top }, settings);
  const doing = `compare the lines of ${from} and ${clone.top}`;
  const args = ["-C", clone.top, "diff", ...flags, "--end-of-options", from];
  return readPatch(args, { doing, environment, limits: usualLimits, ...(signal === undefined ? {} : { signal }) });
}

interface Reading {
  readonly doing: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: LineLimits;
  readonly signal?: AbortSignal;
}

async function readPatch(args: readonly string[], { doing, environment, limits, signal }: Reading) {
  const conversation = openGitConversation(["-c", largestCompared, ...args], environment);
  signal?.addEventListener("abort", conversation.end);
  const reader = createPatchReader(limits.ranges);
  const late = Symbol("late");
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), limits.timeoutMs);
  });
  try {
    for (;;) {
      const next = await Promise.race([conversation.answers.next(), timeout]);
      if (next === late || (next.done !== true && !reader.push(next.value))) return reader.finish("cut short");
      if (next.done === true) break;
    }
    const end = await conversation.ended;
    if (end.exitCode !== 0) throw gitFailure({ doing, ...end });
    return reader.finish("whole");
  } catch (cause) {
    if (cause instanceof GitError) throw cause;
    throw gitFailure({ doing, exitCode: null, stderr: String(cause) }, { cause });
  } finally {
    clearTimeout(timer);
    conversation.end();
  }
}
