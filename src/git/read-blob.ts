import { GitError } from "../domain/errors.ts";
import { localEnvironment } from "./git-environment.ts";
import { gitFailure } from "./git-failure.ts";
import type { Mirror } from "./mirror.ts";
import { assertName } from "./read-ref.ts";
import { runGit } from "./run-git.ts";
import { openGitConversation } from "./spawn-git.ts";

/** Reads many blobs with one git process, one after another. */
export interface BlobReader {
  /** Throws `GitError`: `corrupt` when it is not there, `other` when it is larger than `maxBytes`. */
  read(oid: string, maxBytes: number): Promise<Buffer>;
  close(): void;
}

export function openBlobReader(mirror: Mirror): BlobReader {
  const conversation = openGitConversation(["cat-file", "--batch"], localEnvironment(mirror.directory));
  let rest: Buffer = Buffer.alloc(0);

  async function more(oid: string): Promise<void> {
    const { value, done } = await conversation.answers.next();
    if (done !== true) {
      rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
      return;
    }
    throw gitFailure({ doing: `read object ${oid}`, ...(await conversation.ended) });
  }

  async function takeHeader(oid: string): Promise<string> {
    while (!rest.includes(10)) await more(oid);
    const end = rest.indexOf(10);
    const header = rest.subarray(0, end).toString("utf8");
    rest = rest.subarray(end + 1);
    return header;
  }

  async function takeBytes(oid: string, size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = size + 1; // the content is followed by a line feed
    while (missing > 0) {
      if (rest.length === 0) await more(oid);
      const part = rest.subarray(0, missing);
      parts.push(part);
      rest = rest.subarray(part.length);
      missing -= part.length;
    }
    return Buffer.concat(parts).subarray(0, size);
  }

  return {
    async read(oid, maxBytes) {
      if (!/^[0-9a-f]{40}$/.test(oid)) throw new GitError("other", `\`${oid}\` is not the id of an object.`);
      conversation.write(`${oid}\n`);
      const [, type, size] = (await takeHeader(oid)).split(" ");
      if (type !== "blob") {
        conversation.end();
        throw new GitError(
          "corrupt",
          `Object ${oid} is missing in ${mirror.directory}. Remove this directory, so that it is fetched anew.`,
        );
      }
      if (Number(size) > maxBytes) {
        conversation.end();
        throw new GitError(
          "other",
          `Object ${oid} has ${size} bytes, more than the ${maxBytes} allowed. Make the file smaller.`,
        );
      }
      return takeBytes(oid, Number(size));
    },
    close: () => conversation.end(),
  };
}

/** The content of one blob. Throws `GitError` as `BlobReader.read` does. */
export async function readBlob(mirror: Mirror, oid: string, maxBytes: number): Promise<Buffer> {
  const reader = openBlobReader(mirror);
  try {
    return await reader.read(oid, maxBytes);
  } finally {
    reader.close();
  }
}

/** The content of a regular file in a commit; `null` when there is none of this path (or it is a link). Throws `GitError`. */
export async function readFileAt(
  mirror: Mirror,
  commit: string,
  path: string,
  maxBytes: number,
): Promise<Buffer | null> {
  assertName(commit);
  const { stdout } = await runGit(mirror.directory, ["ls-tree", "-z", "--full-tree", commit, "--", path], {
    doing: `read ${path} of ${commit}`,
  });
  const oid = /^100\d{3} blob ([0-9a-f]{40})\t/.exec(stdout)?.[1];
  return oid === undefined ? null : readBlob(mirror, oid, maxBytes);
}
