import type { ForgeCore } from "../../face.ts";
import { commitTree, deleteRef, isAncestor, readRefs, resolveCommit, writeRef } from "../../git/bare-repository.ts";
import { type RawCommit, readCommit } from "../../git/read-commits.ts";
import { git, tryGit } from "../../git/run-git.ts";
import { repositoryLock, withLock } from "../../model/model.ts";
import { recordRefChanges } from "../../model/pushes.ts";
import { committerFor, identityOf } from "../../model/repositories.ts";
import { type SimRepository, zeroSha } from "../../model/types.ts";
import {
  actorOf,
  answerPage,
  type GithubApp,
  type GithubContext,
  listIn,
  readBody,
  repositoryFor,
  textIn,
} from "../github.ts";
import { HttpError, notFound } from "../http-error.ts";
import { renderVerification } from "../render/commit.ts";
import { nodeId } from "../render/node-id.ts";
import { repositoryPage, repositoryUrl } from "../render/repository.ts";
import { refusePush } from "../rules.ts";

const read = { app: "contents:read", user: "read" } as const;
const write = { app: "contents:write", user: "write" } as const;

/** Git objects and refs. https://docs.github.com/rest/git */
export function addGitDataRoutes(app: GithubApp, core: ForgeCore): void {
  const base = "/repos/:owner/:repo/git";
  const renderRef = (repository: SimRepository, ref: string, sha: string) => ({
    ref,
    node_id: nodeId("REF", ref),
    url: `${repositoryUrl(core, repository)}/git/${ref}`,
    object: { sha, type: "commit", url: `${repositoryUrl(core, repository)}/git/commits/${sha}` },
  });
  app.get(`${base}/ref/:ref{.+}`, async (context) => {
    const repository = repositoryFor(core, context, read);
    const ref = `refs/${context.req.param("ref")}`;
    const sha = (await readRefs(repository.directory)).get(ref);
    if (sha === undefined) throw notFound();
    return context.json(renderRef(repository, ref, sha));
  });
  app.get(`${base}/matching-refs/:ref{.+}`, async (context) => {
    const repository = repositoryFor(core, context, read);
    const prefix = `refs/${context.req.param("ref")}`;
    const found = [...(await readRefs(repository.directory))].filter(([ref]) => ref.startsWith(prefix));
    return answerPage(context, found, ([ref, sha]) => renderRef(repository, ref, sha));
  });
  app.post(`${base}/refs`, async (context) => {
    const repository = repositoryFor(core, context, write);
    const body = await readBody(context);
    const [ref = "", sha = ""] = [textIn(body, "ref"), textIn(body, "sha")];
    if (!/^refs\/(heads|tags)\/./.test(ref))
      throw new HttpError(422, "Reference name must start with 'refs/' and have at least two slashes.");
    if ((await readRefs(repository.directory)).has(ref)) throw new HttpError(422, "Reference already exists");
    if ((await resolveCommit(repository.directory, sha)) !== sha) throw new HttpError(422, "Object does not exist");
    await moveRef(core, context, repository, { ref, sha, isForced: false });
    return context.json(renderRef(repository, ref, sha), 201);
  });
  app.patch(`${base}/refs/:ref{.+}`, async (context) => {
    const repository = repositoryFor(core, context, write);
    const ref = `refs/${context.req.param("ref")}`;
    const body = await readBody(context);
    const sha = textIn(body, "sha") ?? "";
    if ((await resolveCommit(repository.directory, sha)) !== sha) throw new HttpError(422, "Object does not exist");
    await moveRef(core, context, repository, { ref, sha, isForced: body.force === true });
    return context.json(renderRef(repository, ref, sha));
  });
  app.delete(`${base}/refs/:ref{.+}`, async (context) => {
    const repository = repositoryFor(core, context, write);
    await moveRef(core, context, repository, { ref: `refs/${context.req.param("ref")}`, sha: zeroSha, isForced: true });
    return context.body(null, 204);
  });
  addObjectRoutes(app, core, base);
}

async function moveRef(
  core: ForgeCore,
  context: GithubContext,
  repository: SimRepository,
  to: { readonly ref: string; readonly sha: string; readonly isForced: boolean },
): Promise<void> {
  const actorId = actorOf(context).id;
  await withLock(core.model, repositoryLock(repository), async () => {
    const before = await readRefs(repository.directory);
    const was = before.get(to.ref);
    if (was === undefined && context.req.method !== "POST") throw new HttpError(422, "Reference does not exist");
    const isForward = was === undefined || to.sha === zeroSha || (await isAncestor(repository.directory, was, to.sha));
    if (!isForward && !to.isForced) throw new HttpError(422, "Update is not a fast forward");
    const update = { ref: to.ref, before: was ?? zeroSha, after: to.sha };
    const refusal = refusePush(core.model, repository, actorId, [update]).find(
      (one) => one.when === "any" || !isForward,
    );
    if (refusal !== undefined) throw new HttpError(422, refusal.reason);
    if (to.sha === zeroSha) await deleteRef(repository.directory, to.ref);
    else await writeRef(repository.directory, to.ref, to.sha);
    await recordRefChanges(core.model, repository, { before, actorId });
  });
}

async function renderGitCommit(core: ForgeCore, repository: SimRepository, commit: RawCommit) {
  const [url, page] = [repositoryUrl(core, repository), repositoryPage(core, repository)];
  return {
    sha: commit.sha,
    node_id: nodeId("C", commit.sha),
    url: `${url}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: await renderVerification(core, repository, commit),
  };
}

function addObjectRoutes(app: GithubApp, core: ForgeCore, base: string): void {
  app.get(`${base}/commits/:sha`, async (context) => {
    const repository = repositoryFor(core, context, read);
    const commit = await readCommit(repository.directory, context.req.param("sha"));
    if (commit === null) throw notFound();
    return context.json(await renderGitCommit(core, repository, commit));
  });
  app.post(`${base}/commits`, async (context) => {
    const repository = repositoryFor(core, context, write);
    const commit = await readCommit(repository.directory, await makeCommit(core, context, repository));
    if (commit === null) throw notFound();
    return context.json(await renderGitCommit(core, repository, commit), 201);
  });
  app.get(`${base}/blobs/:sha`, async (context) => {
    const repository = repositoryFor(core, context, read);
    const sha = context.req.param("sha");
    const found = await tryGit(repository.directory, ["cat-file", "blob", sha]);
    if (found.code !== 0) throw notFound();
    const url = `${repositoryUrl(core, repository)}/git/blobs/${sha}`;
    const content = found.stdout.toString("base64").replace(/(.{60})/g, "$1\n");
    return context.json({
      sha,
      node_id: nodeId("B", sha),
      size: found.stdout.length,
      url,
      content,
      encoding: "base64",
    });
  });
  app.post(`${base}/blobs`, async (context) => {
    const repository = repositoryFor(core, context, write);
    const body = await readBody(context);
    const encoding = textIn(body, "encoding") === "base64" ? "base64" : "utf8";
    const input = Buffer.from(textIn(body, "content") ?? "", encoding);
    const sha = await git(repository.directory, ["hash-object", "-w", "--stdin"], { input });
    return context.json({ sha, url: `${repositoryUrl(core, repository)}/git/blobs/${sha}` }, 201);
  });
  app.get(`${base}/trees/:sha{.+}`, async (context) => {
    const repository = repositoryFor(core, context, read);
    return context.json(
      await renderTree(core, repository, context.req.param("sha"), context.req.query("recursive") !== undefined),
    );
  });
  app.post(`${base}/trees`, async (context) => {
    const repository = repositoryFor(core, context, write);
    const sha = await makeTree(repository, await readBody(context));
    return context.json(await renderTree(core, repository, sha, false), 201);
  });
}

async function makeCommit(core: ForgeCore, context: GithubContext, repository: SimRepository): Promise<string> {
  const body = await readBody(context);
  const account = actorOf(context);
  const at = core.model.clock.tick();
  const given = (key: string) => {
    const value = body[key] as { readonly name?: string; readonly email?: string; readonly date?: string } | undefined;
    return value?.name === undefined || value.email === undefined
      ? null
      : { name: value.name, email: value.email, at: value.date ?? at };
  };
  const author = given("author") ?? identityOf(core.model, account, at);
  const committer = given("committer") ?? given("author") ?? committerFor(core.model, account, at);
  const parents = listIn(body, "parents").map(String);
  const commit = {
    tree: textIn(body, "tree") ?? "",
    parents,
    message: textIn(body, "message") ?? "",
    author,
    committer,
  };
  const sha = await commitTree(repository.directory, commit).catch(() => null);
  if (sha === null) throw new HttpError(422, "Tree SHA does not exist");
  // GitHub signs a bot's commits when nobody else is named.
  if (account.kind === "bot" && body.author === undefined && body.committer === undefined)
    core.model.forgeCommits.add(sha);
  return sha;
}

async function makeTree(repository: SimRepository, body: Readonly<Record<string, unknown>>): Promise<string> {
  const env = { GIT_INDEX_FILE: `${repository.directory}/sim-tree-${process.hrtime.bigint()}` };
  const base = textIn(body, "base_tree");
  await git(repository.directory, base === undefined ? ["read-tree", "--empty"] : ["read-tree", base], { env });
  const lines: string[] = [];
  for (const item of listIn(body, "tree")) {
    // The shape that the API's description asks for; what is missing makes git refuse.
    const entry = item as {
      readonly path: string;
      readonly mode: string;
      readonly sha?: string | null;
      readonly content?: string;
    };
    const blob =
      entry.content === undefined
        ? entry.sha
        : await git(repository.directory, ["hash-object", "-w", "--stdin"], { input: entry.content });
    lines.push(blob == null ? `0 ${zeroSha}\t${entry.path}\0` : `${entry.mode} ${blob}\t${entry.path}\0`);
  }
  await git(repository.directory, ["update-index", "-z", "--index-info"], { env, input: lines.join("") });
  const sha = await git(repository.directory, ["write-tree"], { env });
  await tryGit(repository.directory, ["update-ref", "--no-deref", "refs/sim/tree", sha]);
  return sha;
}

async function renderTree(core: ForgeCore, repository: SimRepository, name: string, isRecursive: boolean) {
  const sha = await tryGit(repository.directory, ["rev-parse", "--verify", "-q", `${name}^{tree}`]);
  if (sha.code !== 0) throw notFound();
  const treeSha = sha.stdout.toString().trim();
  const flags = isRecursive ? ["-r", "-t"] : [];
  const list = await git(repository.directory, ["ls-tree", "-z", "-l", ...flags, treeSha]);
  const url = `${repositoryUrl(core, repository)}/git`;
  const tree = list
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => {
      const [, mode = "", type = "", oid = "", size = "", path = ""] =
        /^(\d+) (\w+) (\w+) +(-|\d+)\t([\s\S]*)$/.exec(line) ?? [];
      const shown = { path, mode, type, sha: oid, url: `${url}/${type}s/${oid}` };
      return type === "blob" ? { ...shown, size: Number(size) } : shown;
    });
  return { sha: treeSha, url: `${url}/trees/${treeSha}`, tree, truncated: false };
}
