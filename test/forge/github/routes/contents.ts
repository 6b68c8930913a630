import type { ForgeCore } from "../../face.ts";
import { resolveBranch, resolveCommit } from "../../git/bare-repository.ts";
import { readCommit } from "../../git/read-commits.ts";
import { git, tryGit } from "../../git/run-git.ts";
import { commitFiles } from "../../model/repositories.ts";
import { type SimRepository, zeroSha } from "../../model/types.ts";
import { actorOf, type GithubApp, type GithubContext, readBody, repositoryFor, textIn } from "../github.ts";
import { HttpError, notFound } from "../http-error.ts";
import { webFlowEmail } from "../render/commit.ts";
import { nodeId } from "../render/node-id.ts";
import { repositoryPage, repositoryUrl } from "../render/repository.ts";
import { refusePush } from "../rules.ts";

/** Files of a repository. https://docs.github.com/rest/repos/contents */
export function addContentRoutes(app: GithubApp, core: ForgeCore): void {
  const base = "/repos/:owner/:repo/contents";
  const read = (context: GithubContext) => readContents(core, context, context.req.param("path") ?? "");
  app.get(base, read);
  app.get(`${base}/:path{.+}`, read);
  app.put(`${base}/:path{.+}`, (context) => writeContents(core, context, false));
  app.delete(`${base}/:path{.+}`, (context) => writeContents(core, context, true));
}

async function readContents(core: ForgeCore, context: GithubContext, given: string): Promise<Response> {
  const repository = repositoryFor(core, context, { app: "contents:read", user: "read" });
  const path = given.replace(/\/$/, "");
  const ref = context.req.query("ref") ?? repository.defaultBranch;
  const sha = await resolveCommit(repository.directory, ref);
  if (sha === null) throw new HttpError(404, `No commit found for the ref ${ref}`);
  const type = path === "" ? "tree" : await typeOf(repository, sha, path);
  if (type === null) throw notFound();
  if (type === "tree") {
    const list = await git(repository.directory, ["ls-tree", "-z", "-l", sha, path === "" ? "." : `${path}/`]);
    const entries = list.split("\0").filter((line) => line !== "");
    return context.json(entries.map((line) => renderEntry(core, repository, ref, line)));
  }
  const content = (await tryGit(repository.directory, ["cat-file", "blob", `${sha}:${path}`])).stdout;
  const accept = context.req.header("accept") ?? "";
  if (accept.includes(".raw"))
    return new Response(new Uint8Array(content), { headers: { "content-type": "application/vnd.github.raw" } });
  const line = await git(repository.directory, ["ls-tree", "-z", "-l", sha, path]);
  const encoded = content.toString("base64").replace(/(.{60})/g, "$1\n");
  // Files of more than one megabyte come without content.
  const isBig = content.length > 1_048_576;
  const shown = { encoding: isBig ? "none" : "base64", content: isBig ? "" : encoded };
  return context.json({ ...renderEntry(core, repository, ref, line.replace("\0", "")), ...shown });
}

async function typeOf(repository: SimRepository, sha: string, path: string): Promise<"blob" | "tree" | null> {
  const found = await tryGit(repository.directory, ["cat-file", "-t", `${sha}:${path}`]);
  const type = found.stdout.toString().trim();
  return type === "blob" || type === "tree" ? type : null;
}

function renderEntry(core: ForgeCore, repository: SimRepository, ref: string, line: string) {
  const [, mode = "", type = "", sha = "", size = "", path = ""] =
    /^(\d+) (\w+) (\w+) +(-|\d+)\t([\s\S]*)$/.exec(line) ?? [];
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const url = `${repositoryUrl(core, repository)}/contents/${encoded}?ref=${ref}`;
  const kind = type === "tree" ? "dir" : mode === "120000" ? "symlink" : type === "commit" ? "submodule" : "file";
  const gitUrl = `${repositoryUrl(core, repository)}/git/${type}s/${sha}`;
  const page = `${repositoryPage(core, repository)}/${type}/${ref}/${encoded}`;
  return {
    name: path.split("/").at(-1) ?? path,
    path,
    sha,
    size: size === "-" ? 0 : Number(size),
    url,
    html_url: page,
    git_url: gitUrl,
    download_url: kind === "file" ? `${repositoryPage(core, repository)}/raw/${ref}/${encoded}` : null,
    type: kind,
    _links: { self: url, git: gitUrl, html: page },
  };
}

async function writeContents(core: ForgeCore, context: GithubContext, isRemoval: boolean): Promise<Response> {
  const repository = repositoryFor(core, context, { app: "contents:write", user: "write" });
  const path = context.req.param("path") ?? "";
  const body = await readBody(context);
  const branch = textIn(body, "branch") ?? repository.defaultBranch;
  const tip = await resolveBranch(repository.directory, branch);
  if (tip === null && textIn(body, "branch") !== undefined) throw new HttpError(404, `Branch ${branch} not found`);
  const blob =
    tip === null ? null : await tryGit(repository.directory, ["rev-parse", "-q", "--verify", `${tip}:${path}`]);
  const before = blob?.code === 0 ? blob.stdout.toString().trim() : null;
  const given = textIn(body, "sha");
  if (before !== null && given === undefined) throw new HttpError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  if (given !== undefined && given !== before) throw new HttpError(409, `${path} does not match ${given}`);
  const actor = actorOf(context);
  const update = { ref: `refs/heads/${branch}`, before: tip ?? zeroSha, after: "f".repeat(40) };
  const [refusal] = refusePush(core.model, repository, actor.id, [update]).filter((one) => one.when === "any");
  if (refusal !== undefined) throw new HttpError(409, refusal.reason);
  const content = isRemoval ? null : Buffer.from(textIn(body, "content") ?? "", "base64");
  const message = `${textIn(body, "message") ?? `Update ${path}`}\n`;
  const committer = { name: "GitHub", email: webFlowEmail };
  const sha = await commitFiles(core.model, repository, {
    branch,
    files: { [path]: content },
    message,
    actorId: actor.id,
    committer,
  });
  return context.json(
    await renderFileCommit(core, repository, { sha, path, branch, isRemoval }),
    before === null ? 201 : 200,
  );
}

async function renderFileCommit(
  core: ForgeCore,
  repository: SimRepository,
  made: { readonly sha: string; readonly path: string; readonly branch: string; readonly isRemoval: boolean },
) {
  const commit = await readCommit(repository.directory, made.sha);
  if (commit === null) throw notFound();
  const url = repositoryUrl(core, repository);
  const page = repositoryPage(core, repository);
  const line = made.isRemoval ? "" : await git(repository.directory, ["ls-tree", "-z", "-l", made.sha, made.path]);
  return {
    content: made.isRemoval ? null : renderEntry(core, repository, made.branch, line.replace("\0", "")),
    commit: {
      sha: made.sha,
      node_id: nodeId("C", made.sha),
      url: `${url}/git/commits/${made.sha}`,
      html_url: `${page}/commit/${made.sha}`,
      author: commit.author,
      committer: commit.committer,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      message: commit.message,
      parents: commit.parents.map((sha) => ({
        sha,
        url: `${url}/git/commits/${sha}`,
        html_url: `${page}/commit/${sha}`,
      })),
      verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
    },
  };
}
