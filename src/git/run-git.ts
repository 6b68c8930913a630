import { simpleGit } from "simple-git";
import { localEnvironment, type Setting } from "./git-environment.ts";
import { gitFailure } from "./git-failure.ts";

export interface RunOptions {
  /** For people, in errors: `read the tree of …`. */
  readonly doing: string;
  /** Exit codes that are answers, not failures; 0 always is. */
  readonly answers?: readonly number[];
  readonly input?: string | Buffer;
  readonly environment?: Readonly<Record<string, string>>;
  readonly settings?: readonly Setting[];
  /** Ends the command early. */
  readonly signal?: AbortSignal;
}

export interface GitAnswer {
  readonly exitCode: number;
  readonly stdout: string;
}

/** A local command that says nothing for this long is stuck. */
const silentMs = 120_000;

/** Settings that simple-git would refuse from outside: each of them takes something away that a clone's configuration may start. */
const setByUs = {
  allowUnsafeConfigPaths: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeHooksPath: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeSshCommand: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeFilter: true,
  allowUnsafeCommandBinaries: true,
};

/** Runs a git command on a local repository, and answers its exit code and standard output. Throws `GitError`. */
export async function runGit(directory: string, args: readonly string[], options: RunOptions): Promise<GitAnswer> {
  const environment = localEnvironment(directory, options.environment, options.settings);
  const { input, signal } = options;
  let exitCode = 0;
  let stderr = "";
  try {
    const git = simpleGit({
      baseDir: directory,
      timeout: { block: silentMs },
      // The guard of simple-git is against variables from outside: all of these are set by `localEnvironment`.
      allowEnvironment: Object.keys(environment),
      unsafe: setByUs,
      errors: (error, result) => {
        exitCode = result.exitCode;
        stderr = Buffer.concat(result.stdErr).toString("utf8");
        if (error instanceof Error) return error;
        return exitCode === 0 || options.answers?.includes(exitCode) === true
          ? undefined
          : new Error(`exit ${exitCode}`);
      },
      ...(input === undefined ? {} : { input: () => input }),
      ...(signal === undefined ? {} : { abort: signal }),
    });
    const stdout = await git.env(environment).raw([...args]);
    return { exitCode, stdout };
  } catch (cause) {
    const words = stderr === "" && cause instanceof Error ? cause.message : stderr;
    throw gitFailure({ doing: options.doing, exitCode, stderr: words }, { cause });
  }
}
