import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A directory that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "countersign-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export interface TestRepository {
  readonly directory: string;
  /** Runs git in it, and answers what it says. */
  git(...args: readonly string[]): string;
  /** Writes (or with `null` removes) files, commits them, and answers the sha. */
  commit(files: Readonly<Record<string, string | Buffer | null>>, message?: string): string;
}

const identity = {
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.org",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.org",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
};

/** A real git repository with a work tree, without commits, on branch main. */
export function makeRepository(directory: string): TestRepository {
  mkdirSync(directory, { recursive: true });
  const git = (...args: readonly string[]) =>
    execFileSync("git", args, {
      cwd: directory,
      encoding: "utf8",
      env: { ...process.env, ...identity },
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 1 << 28,
    }).trim();
  git("init", "--quiet", "--initial-branch=main");
  git("config", "uploadpack.allowAnySHA1InWant", "true");
  git("config", "receive.denyCurrentBranch", "ignore");
  return {
    directory,
    git,
    commit(files, message = "a change") {
      for (const [path, content] of Object.entries(files)) {
        if (content === null) {
          rmSync(join(directory, path), { recursive: true });
          continue;
        }
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), content);
      }
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", message);
      return git("rev-parse", "HEAD");
    },
  };
}

/** A commit whose tree git's own commands would refuse to make: entries as `git ls-tree` shows them, `mode oid name`. */
export function commitRawTree(
  repository: TestRepository,
  entries: readonly { readonly mode: string; readonly name: string | Buffer; readonly content: string }[],
): string {
  const rows = entries.map(({ mode, name, content }) => {
    const oid = mode === "160000" ? content : writeObject(repository, "blob", Buffer.from(content));
    return Buffer.concat([
      Buffer.from(`${Number.parseInt(mode, 8).toString(8)} `),
      Buffer.from(name),
      Buffer.from([0]),
      Buffer.from(oid, "hex"),
    ]);
  });
  const tree = writeObject(repository, "tree", Buffer.concat(rows));
  const commit = repository.git("commit-tree", tree, "-m", "a raw tree");
  repository.git("update-ref", "refs/heads/main", commit);
  return commit;
}

function writeObject(repository: TestRepository, type: string, content: Buffer): string {
  return execFileSync("git", ["hash-object", "-w", "--literally", "-t", type, "--stdin"], {
    cwd: repository.directory,
    encoding: "utf8",
    input: content,
  }).trim();
}
