import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GitError } from "../domain/errors.ts";
import type { GitRemote } from "../ports/forge.ts";
import { type FetchOptions, fetchRefs } from "./fetch-refs.ts";
import type { Mirror } from "./mirror.ts";
import { readRef, readTreeId } from "./read-ref.ts";
import { runGit } from "./run-git.ts";

/** Submodules within submodules, at most so deep. */
const deepest = 10;

interface Submodule {
  readonly path: string;
  readonly commit: string;
}

/**
 * A tree in which every submodule is replaced by its own content, fetched into the same mirror; with `recursive` theirs as
 * well. Credentials go only to addresses of the parent's own origin. Throws `GitError`.
 */
export async function composeSubmodules(
  mirror: Mirror,
  commit: string,
  remote: GitRemote,
  options: { readonly call: FetchOptions; readonly recursive: boolean; readonly depth?: number },
): Promise<string> {
  const depth = options.depth ?? 0;
  if (depth > deepest)
    throw new GitError("other", `Submodules of ${commit} lie more than ${deepest} deep. Flatten them.`);
  const tree = await readTreeId(mirror, commit);
  const submodules = await listSubmodules(mirror, commit);
  if (submodules.length === 0) return tree;

  const urls = await readUrls(mirror, commit);
  const parts: { path: string; tree: string }[] = [];
  for (const { path, commit: wanted } of submodules) {
    const url = urls.get(path);
    if (url === undefined)
      throw new GitError(
        "ref-not-found",
        `\`.gitmodules\` has no address for the submodule \`${path}\`. Add it, or remove the submodule.`,
      );
    const from = remoteOf(remote, url);
    await fetchCommit(mirror, from, wanted, options.call);
    const next = { ...options, depth: depth + 1 };
    const inner = options.recursive
      ? await composeSubmodules(mirror, wanted, from, next)
      : await readTreeId(mirror, wanted);
    parts.push({ path, tree: inner });
  }
  return graft(mirror, tree, parts);
}

async function listSubmodules(mirror: Mirror, commit: string): Promise<Submodule[]> {
  const { stdout } = await runGit(mirror.directory, ["ls-tree", "-r", "-z", "--full-tree", commit], {
    doing: `list the submodules of ${commit}`,
  });
  return stdout.split("\0").flatMap((record) => {
    const match = /^160000 commit ([0-9a-f]{40})\t([\s\S]+)$/.exec(record);
    return match === null ? [] : [{ path: match[2] ?? "", commit: match[1] ?? "" }];
  });
}

/** Path -> address, from `.gitmodules` (https://git-scm.com/docs/gitmodules). */
async function readUrls(mirror: Mirror, commit: string): Promise<Map<string, string>> {
  const { stdout } = await runGit(mirror.directory, ["config", "--blob", `${commit}:.gitmodules`, "-z", "--list"], {
    doing: `read .gitmodules of ${commit}`,
    answers: [1, 128], // there is none, or it cannot be understood: then the submodule has no address
  });
  const settings = stdout.split("\0").map((record) => /^submodule\.([\s\S]+)\.(path|url)\n([\s\S]*)$/.exec(record));
  const named = (key: string) =>
    new Map(settings.flatMap((one) => (one?.[2] === key ? [[one[1] ?? "", one[3] ?? ""]] : [])));
  const paths = named("path");
  const urls = named("url");
  return new Map([...paths].flatMap(([name, path]) => (urls.has(name) ? [[path, urls.get(name) ?? ""]] : [])));
}

function remoteOf(parent: GitRemote, url: string): GitRemote {
  const absolute = /^\.\.?\//.test(url) ? resolveRelative(parent.url, url) : url;
  const isSameOrigin = originOf(absolute) !== null && originOf(absolute) === originOf(parent.url);
  return { url: absolute, credentials: isSameOrigin ? parent.credentials : null };
}

/** As git does: relative to the parent's address, taken as a directory. */
function resolveRelative(parent: string, relative: string): string {
  let base = parent.replace(/\/+$/, "");
  let rest = relative;
  for (let step = /^\.\.?\//.exec(rest)?.[0]; step !== undefined; step = /^\.\.?\//.exec(rest)?.[0]) {
    if (step === "../") base = base.replace(/([/:])[^/:]*$/, (_, separator: string) => (separator === ":" ? ":" : ""));
    rest = rest.slice(step.length);
  }
  return base.endsWith(":") ? `${base}${rest}` : `${base}/${rest}`;
}

function originOf(url: string): string | null {
  return /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).origin : null;
}

async function fetchCommit(mirror: Mirror, remote: GitRemote, commit: string, call: FetchOptions): Promise<void> {
  if ((await readRef(mirror, commit)) !== null) return;
  const isLocal = /^(\/|file:)/.test(remote.url);
  const safe = { ...call, allowFile: call.allowFile === true && isLocal };
  await fetchRefs(mirror, remote, [`+${commit}:refs/countersign/modules/${commit}`], safe);
}

async function graft(mirror: Mirror, tree: string, parts: readonly { path: string; tree: string }[]): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), "countersign-index-"));
  const environment = { GIT_INDEX_FILE: join(scratch, "index") };
  const run = (args: string[], input?: string) =>
    runGit(mirror.directory, args, {
      doing: `compose ${tree}`,
      environment,
      ...(input === undefined ? {} : { input }),
    });
  try {
    await run(["read-tree", tree]);
    await run(
      ["update-index", "-z", "--index-info"],
      parts.map(({ path }) => `0 ${"0".repeat(40)}\t${path}\0`).join(""),
    );
    for (const part of parts) await run(["read-tree", "-i", `--prefix=${part.path}/`, part.tree]);
    return (await run(["write-tree"])).stdout.trim();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
