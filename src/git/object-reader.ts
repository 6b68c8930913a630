import { GitError } from "../domain/errors.ts";
import { localEnvironment } from "./git-environment.ts";
import { gitFailure } from "./git-failure.ts";
import type { Mirror } from "./mirror.ts";
import { assertName } from "./read-ref.ts";
import { type GitConversation, openGitConversation } from "./spawn-git.ts";

export interface TreeRecord {
  /** Not UTF-8: with U+FFFD in it. */
  readonly name: string;
  /** Git's mode: `040000` (tree), `100644`, `100755`, `120000` (link), `160000` (submodule). */
  readonly mode: string;
  readonly oid: string;
}

/**
 * One git process that answers for many objects, one after another: await each call before the next. It also sees what is
 * fetched later. After an error it must be closed.
 */
export interface ObjectReader {
  /** The commit or tree that a full ref name or full id stands for; `null` when it is not there. */
  find(name: string, type: "commit" | "tree"): Promise<string | null>;
  /** In bytes; `null` when there is no such blob. */
  readSize(oid: string): Promise<number | null>;
  /** Throws `GitError`: `corrupt` when it is not there. One that was read lately is not read again. */
  readTree(oid: string): Promise<readonly TreeRecord[]>;
  /** Throws `GitError`: `corrupt` when it is not there, `other` when it is larger than `maxBytes`. */
  read(oid: string, maxBytes: number): Promise<Buffer>;
  /** Its last bytes, so many or all that it has; the others are passed over. Throws `GitError`: `corrupt` when it is not there. */
  readTail(oid: string, bytes: number): Promise<Buffer>;
  close(): void;
}

const maxTreeBytes = 512 * 1024 * 1024;

/** So many entries of trees are kept: whoever looks at a change asks for the same large folders again and again. */
const mostRecords = 20_000;

export function openObjectReader(mirror: Mirror): ObjectReader {
  const conversation = openGitConversation(["cat-file", "--batch-command"], localEnvironment(mirror.directory));
  const answers = readAnswers(conversation);

  /** Asks for an object, and tells how many bytes of it follow, and a line feed. */
  async function ask(oid: string, type: "blob" | "tree"): Promise<number> {
    if (!isId(oid)) throw new GitError("other", `\`${oid}\` is not the id of an object.`);
    conversation.write(`contents ${oid}\n`);
    const [, found, size] = (await answers.takeLine(oid)).split(" ");
    if (found === type) return Number(size);
    const message = `Object ${oid} (${type}) is missing in ${mirror.directory}. Remove this directory, so that it is fetched anew.`;
    throw new GitError("corrupt", message);
  }

  async function readObject(oid: string, type: "blob" | "tree", maxBytes: number): Promise<Buffer> {
    const size = await ask(oid, type);
    if (size > maxBytes) {
      conversation.end(); // all of it would follow
      throw new GitError(
        "other",
        `Object ${oid} has ${size} bytes, more than the ${maxBytes} allowed. Make the file smaller.`,
      );
    }
    const content = await answers.takeBytes(oid, size + 1);
    return content.subarray(0, -1);
  }

  return {
    async find(name, type) {
      assertName(name);
      conversation.write(`info ${name}^{${type}}\n`);
      const [oid, found] = (await answers.takeLine(name)).split(" ");
      return found === type && oid !== undefined ? oid : null;
    },
    async readSize(oid) {
      if (!isId(oid)) return null;
      conversation.write(`info ${oid}\n`);
      const [, found, size] = (await answers.takeLine(oid)).split(" ");
      return found === "blob" ? Number(size) : null;
    },
    readTree: rememberTrees(async (oid) => parseTree(await readObject(oid, "tree", maxTreeBytes))),
    read: (oid, maxBytes) => readObject(oid, "blob", maxBytes),
    async readTail(oid, bytes) {
      const size = await ask(oid, "blob");
      await answers.dropBytes(oid, Math.max(0, size - bytes));
      return (await answers.takeBytes(oid, Math.min(size, bytes) + 1)).subarray(0, -1);
    },
    close: () => conversation.end(),
  };
}

function rememberTrees(readTree: ObjectReader["readTree"]): ObjectReader["readTree"] {
  const known = new Map<string, readonly TreeRecord[]>();
  let count = 0;
  return async (oid) => {
    const before = known.get(oid);
    if (before !== undefined) return before;
    const records = await readTree(oid);
    if (count + records.length > mostRecords) {
      known.clear();
      count = 0;
    }
    if (records.length <= mostRecords) {
      known.set(oid, records);
      count += records.length;
    }
    return records;
  };
}

function isId(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}

/** What git answers, by lines and by counted bytes. */
function readAnswers(conversation: GitConversation) {
  let rest: Buffer = Buffer.alloc(0);

  async function more(what: string): Promise<void> {
    const { value, done } = await conversation.answers.next();
    if (done !== true) {
      rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
      return;
    }
    throw gitFailure({ doing: `read ${what}`, ...(await conversation.ended) });
  }

  async function takeLine(what: string): Promise<string> {
    while (!rest.includes(lineFeed)) await more(what);
    const end = rest.indexOf(lineFeed);
    const line = rest.subarray(0, end).toString("utf8");
    rest = rest.subarray(end + 1);
    return line;
  }

  async function takeBytes(what: string, count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let missing = count; missing > 0; ) {
      if (rest.length === 0) await more(what);
      const part = rest.subarray(0, missing);
      parts.push(part);
      rest = rest.subarray(part.length);
      missing -= part.length;
    }
    return Buffer.concat(parts);
  }

  async function dropBytes(what: string, count: number): Promise<void> {
    for (let left = count; left > 0; ) {
      if (rest.length === 0) await more(what);
      const dropped = Math.min(left, rest.length);
      rest = rest.subarray(dropped);
      left -= dropped;
    }
  }

  return { takeLine, takeBytes, dropBytes };
}

const lineFeed = 10;

/** A tree's content: `mode SP name NUL id(20 bytes)`, again and again. */
function parseTree(content: Buffer): TreeRecord[] {
  const records: TreeRecord[] = [];
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(32, at);
    const nul = content.indexOf(0, space);
    const end = nul + 21;
    if (space === -1 || nul === -1 || end > content.length)
      throw new GitError("corrupt", "A tree object is cut short. Fetch the repository anew.");
    records.push({
      name: content.toString("utf8", space + 1, nul),
      mode: canonicalMode(Number.parseInt(content.toString("latin1", at, space), 8)),
      oid: content.toString("hex", nul + 1, end),
    });
    at = end;
  }
  return records;
}

/** As git's `canon_mode` (object.h): old trees have modes such as 100664. */
function canonicalMode(mode: number): string {
  switch (mode & 0o170000) {
    case 0o100000:
      return (mode & 0o100) === 0 ? "100644" : "100755";
    case 0o120000:
      return "120000";
    case 0o040000:
      return "040000";
    default:
      return "160000";
  }
}
