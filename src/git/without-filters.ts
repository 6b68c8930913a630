import type { Setting } from "./git-environment.ts";
import { runGit } from "./run-git.ts";

/**
 * Settings that take away the filters of a clone's own configuration: git would start their programs when it compares files of the
 * working tree, as git before 2.43 reads `.gitattributes` whatever it is told. Throws `GitError`.
 */
export async function withoutFilters(directory: string): Promise<readonly Setting[]> {
  const args = ["config", "--includes", "--null", "--name-only", "--get-regexp", "^filter\\."];
  const { stdout } = await runGit(directory, args, { doing: `read the configuration of ${directory}`, answers: [1] });
  const drivers = new Set(stdout.split("\0").flatMap((key) => /^(filter\..*)\.[^.]*$/s.exec(key)?.[1] ?? []));
  return [...drivers].flatMap((driver): readonly Setting[] => [
    [`${driver}.clean`, ""],
    [`${driver}.smudge`, ""],
    [`${driver}.process`, ""],
    [`${driver}.required`, "false"],
  ]);
}
