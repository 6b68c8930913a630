import { type ChildProcess, spawn } from "node:child_process";
import { gitFailure } from "./git-failure.ts";

export interface SpawnOptions {
  /** For people, in errors: `fetch from https://…`. */
  readonly doing: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Ends the process group early, as a timeout does. */
  readonly signal?: AbortSignal;
}

/** Time that a process group has to remove its lock files between SIGTERM and SIGKILL. */
const graceMs = 2_000;
const maxStderr = 64 * 1024;

/**
 * Runs a git command that talks to a remote, and answers its standard output. Git starts helpers (`git-remote-https`, `ssh`,
 * `index-pack`), so it gets a process group of its own which ends as a whole: simple-git ends only git itself.
 * Throws `GitError`.
 */
export async function runRemoteGit(args: readonly string[], options: SpawnOptions): Promise<string> {
  const child = spawn("git", args, { env: options.environment, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const stdout: Buffer[] = [];
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => {
    if (stderr.length < maxStderr) stderr += chunk.toString("utf8");
  });

  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    endGroup(child);
  }, options.timeoutMs);
  const abort = () => endGroup(child);
  options.signal?.addEventListener("abort", abort);
  if (options.signal?.aborted === true) abort();
  try {
    const exitCode = await ended(child);
    if (exitCode === 0 && !timedOut) return Buffer.concat(stdout).toString("utf8");
    const end = { doing: options.doing, exitCode, stderr };
    throw gitFailure(timedOut ? { ...end, timedOutAfterMs: options.timeoutMs } : end);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", abort);
  }
}

/** A git process to which requests are written while its answers are read. The caller ends it with `end`. */
export interface GitConversation {
  write(request: string): void;
  readonly answers: AsyncIterator<Buffer>;
  /** The end of the process, with its exit code and words. */
  readonly ended: Promise<{ exitCode: number | null; stderr: string }>;
  end(): void;
}

/** Starts a local git command such as `cat-file --batch`, whose answers are too large to be held as text. */
export function openGitConversation(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): GitConversation {
  const child = spawn("git", args, { env: environment, stdio: ["pipe", "pipe", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    if (stderr.length < maxStderr) stderr += chunk.toString("utf8");
  });
  child.stdin.on("error", () => {}); // EPIPE when git ended first: its exit code tells
  const whenEnded = ended(child).then((exitCode) => ({ exitCode, stderr }));
  whenEnded.catch(() => {}); // whoever awaits it sees it; an unread end must not be an unhandled rejection
  return {
    write: (request) => void child.stdin.write(request),
    answers: child.stdout[Symbol.asyncIterator](),
    ended: whenEnded,
    end: () => {
      child.stdin.end();
      child.stdout.destroy();
      child.kill("SIGTERM");
    },
  };
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", (cause) =>
      reject(gitFailure({ doing: "start", exitCode: null, stderr: String(cause) }, { cause })),
    );
    child.once("close", (exitCode) => resolve(exitCode));
  });
}

function endGroup(child: ChildProcess): void {
  signalGroup(child, "SIGTERM");
  setTimeout(() => signalGroup(child, "SIGKILL"), graceMs).unref();
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal); // the negative id is the process group (kill(2))
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
