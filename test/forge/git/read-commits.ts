import { git, tryGit } from "./run-git.ts";

export interface RawPerson {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export interface RawCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: RawPerson;
  readonly committer: RawPerson;
  readonly message: string;
  /** The armoured signature; `null` for none. */
  readonly signature: string | null;
}

const format = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%x00");

/** What `git log` lists for these arguments, in its order. */
export async function readCommits(directory: string, args: readonly string[]): Promise<RawCommit[]> {
  const text = await git(directory, ["log", "-z", `--format=${format}%x00%x01`, ...args, "--"]);
  const entries = text.split("\0\x01").map((entry) => entry.replace(/^\0/, "").split("\0"));
  const complete = entries.filter((fields) => fields.length > 9);
  await readSignatures(
    directory,
    complete.map((fields) => fields[0] ?? ""),
  );
  return complete.map(toCommit);
}

function toCommit(fields: readonly string[]): RawCommit {
  const [sha = "", tree = "", parents = "", an = "", ae = "", ad = "", cn = "", ce = "", cd = "", ...body] = fields;
  return {
    sha,
    tree,
    parents: parents.split(" ").filter((one) => one !== ""),
    author: { name: an, email: ae, date: toUtc(ad) },
    committer: { name: cn, email: ce, date: toUtc(cd) },
    message: body.join("").replace(/\n+$/, ""),
    signature: signatures.get(sha) ?? null,
  };
}

function toUtc(date: string): string {
  const at = new Date(date);
  return Number.isNaN(at.getTime()) ? "1970-01-01T00:00:00Z" : at.toISOString().replace(".000Z", "Z");
}

/** Commits never change, so what was read once stays true. */
const signatures = new Map<string, string | null>();

async function readSignatures(directory: string, shas: readonly string[]): Promise<void> {
  const unknown = shas.filter((sha) => !signatures.has(sha));
  if (unknown.length === 0) return;
  const output = (await tryGit(directory, ["cat-file", "--batch"], { input: `${unknown.join("\n")}\n` })).stdout;
  let at = 0;
  for (const sha of unknown) {
    const lineEnd = output.indexOf(10, at);
    const size = Number(output.toString("latin1", at, lineEnd).split(" ")[2]);
    const raw = output.toString("utf8", lineEnd + 1, lineEnd + 1 + size);
    at = lineEnd + 1 + size + 1;
    const match = /\ngpgsig (.+(?:\n .*)*)/.exec(raw.slice(0, raw.indexOf("\n\n")));
    signatures.set(sha, match === null ? null : (match[1] ?? "").replaceAll("\n ", "\n"));
  }
}

export async function readCommit(directory: string, sha: string): Promise<RawCommit | null> {
  const found = await readCommits(directory, ["--no-walk", sha]).catch(() => []);
  return found[0] ?? null;
}
