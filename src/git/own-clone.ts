import { resolve } from "node:path";
import { GitError } from "../domain/errors.ts";
import type { Mirror } from "./mirror.ts";
import { runRemoteGit } from "./spawn-git.ts";

/** Somebody's own clone, with their own git's settings and credentials, into whose `refs/countersign/` things are fetched. */
export interface OwnClone {
  /** The address of `origin`. */
  readonly url: string;
  readonly mirror: Mirror;
  /** Name -> sha, of refs that the remote has. */
  listRefs(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  fetch(refspecs: readonly string[]): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Opens the clone that a directory lies in. Throws `GitError`. */
export async function openOwnClone(directory: string, environment: Environment, timeoutMs: number): Promise<OwnClone> {
  const entries = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const env = Object.fromEntries(entries.filter(([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE)$/.test(name)));
  const git = (doing: string, ...args: readonly string[]): Promise<string> =>
    runRemoteGit(["-C", directory, ...args], { doing, environment: { ...env, LC_ALL: "C" }, timeoutMs });

  const gitDirectory = (
    await git("find the clone", "rev-parse", "--absolute-git-dir").catch((cause: unknown) => {
      throw new GitError("other", `${directory} is no clone of a repository. Give its address with --repository.`, {
        cause,
      });
    })
  ).trim();
  const url = (
    await git("read the address of origin", "remote", "get-url", "origin").catch((cause: unknown) => {
      throw new GitError(
        "other",
        `The clone in ${directory} has no remote \`origin\`. Give the address with --repository.`,
        { cause },
      );
    })
  ).trim();
  return {
    url,
    mirror: { directory: resolve(gitDirectory) },
    async listRefs(names) {
      const lines = (await git("list the refs of origin", "ls-remote", "--quiet", "origin", ...names)).split("\n");
      const pairs = lines.map((line) => line.split("\t")).filter((parts) => parts.length === 2);
      return new Map(pairs.map(([sha = "", name = ""]) => [name, sha]));
    },
    async fetch(refspecs) {
      const flags = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
      await git("fetch from origin", "fetch", ...flags, "origin", ...refspecs);
    },
  };
}
