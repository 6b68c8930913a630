import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Mirror } from "./mirror.ts";
import { assertName, readTreeId } from "./read-ref.ts";
import { runGit } from "./run-git.ts";

export interface CommitRequest {
  readonly parent: string;
  /** Paths from the root; `null` removes the file. What is not named stays as it is in the parent. */
  readonly files: readonly { readonly path: string; readonly content: string | Buffer | null }[];
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  /** ISO 8601: the same request gives the same commit. */
  readonly at: string;
}

/** Makes a commit on top of another in the mirror, without any ref or checkout, and answers its sha. Throws `GitError`. */
export async function commitFiles(mirror: Mirror, request: CommitRequest): Promise<string> {
  assertName(request.parent);
  const scratch = await mkdtemp(join(tmpdir(), "countersign-index-"));
  try {
    const tree = await writeTree(mirror, request, { GIT_INDEX_FILE: join(scratch, "index") });
    return await writeCommit(mirror, tree, request);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function writeTree(mirror: Mirror, request: CommitRequest, environment: Record<string, string>): Promise<string> {
  const doing = `write a tree on ${request.parent}`;
  const run = (args: string[], input?: string) =>
    runGit(mirror.directory, args, { doing, environment, ...(input === undefined ? {} : { input }) });

  await run(["read-tree", await readTreeId(mirror, request.parent)]);
  const lines: string[] = [];
  for (const { path, content } of request.files) {
    lines.push(
      content === null ? `0 ${"0".repeat(40)}\t${path}\0` : `100644 ${await writeBlob(mirror, content)}\t${path}\0`,
    );
  }
  await run(["update-index", "-z", "--index-info"], lines.join(""));
  return (await run(["write-tree"])).stdout.trim();
}

async function writeBlob(mirror: Mirror, content: string | Buffer): Promise<string> {
  const { stdout } = await runGit(mirror.directory, ["hash-object", "-w", "--no-filters", "--stdin"], {
    doing: "write a file's content",
    input: content,
  });
  return stdout.trim();
}

async function writeCommit(mirror: Mirror, tree: string, request: CommitRequest): Promise<string> {
  const { name, email } = request.author;
  const date = `${Math.floor(Date.parse(request.at) / 1000)} +0000`;
  const { stdout } = await runGit(mirror.directory, ["commit-tree", tree, "-p", request.parent], {
    doing: `commit on ${request.parent}`,
    input: request.message,
    environment: {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
      GIT_COMMITTER_DATE: date,
    },
  });
  return stdout.trim();
}
