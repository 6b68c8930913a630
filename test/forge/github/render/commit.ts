import type { ForgeCore } from "../../face.ts";
import { findMergeBase } from "../../git/bare-repository.ts";
import type { RawCommit } from "../../git/read-commits.ts";
import { type DiffFile, readDiff } from "../../git/read-diff.ts";
import { findAccountByEmail } from "../../model/model.ts";
import type { SimRepository } from "../../model/types.ts";
import { type Verification, verifyCommit } from "../verify-commit.ts";
import { renderAccount, renderWebFlow } from "./account.ts";
import { nodeId } from "./node-id.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";

export const webFlowEmail = "noreply@github.com";

/** Whose address it is in GitHub's eyes; `web-flow` for GitHub's own. */
export function renderByEmail(core: ForgeCore, email: string) {
  if (email === webFlowEmail) return renderWebFlow(core);
  const account = findAccountByEmail(core.model, email);
  return account === null ? null : renderAccount(core, account);
}

export async function renderVerification(
  core: ForgeCore,
  repository: SimRepository,
  commit: RawCommit,
): Promise<Verification> {
  return verifyCommit(core.model, repository, commit);
}

export async function renderCommit(core: ForgeCore, repository: SimRepository, commit: RawCommit) {
  const url = repositoryUrl(core, repository);
  const page = repositoryPage(core, repository);
  return {
    sha: commit.sha,
    node_id: nodeId("C", commit.sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: repository.commitComments.filter((one) => one.sha === commit.sha).length,
      verification: await renderVerification(core, repository, commit),
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: renderByEmail(core, commit.author.email),
    committer: renderByEmail(core, commit.committer.email),
    parents: commit.parents.map((sha) => ({ sha, url: `${url}/commits/${sha}`, html_url: `${page}/commit/${sha}` })),
  };
}

export const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** With the files and counts that only the page of one commit tells. */
export async function renderFullCommit(core: ForgeCore, repository: SimRepository, commit: RawCommit) {
  const diff = await readDiff(repository.directory, commit.parents[0] ?? emptyTree, commit.sha);
  const additions = diff.reduce((sum, one) => sum + one.additions, 0);
  const deletions = diff.reduce((sum, one) => sum + one.deletions, 0);
  return {
    ...(await renderCommit(core, repository, commit)),
    stats: { total: additions + deletions, additions, deletions },
    files: diff.slice(0, 300).map((file) => renderFile(core, repository, commit.sha, file)),
  };
}

export function renderFile(core: ForgeCore, repository: SimRepository, sha: string, file: DiffFile) {
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  const page = repositoryPage(core, repository);
  return {
    sha: file.oid,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${sha}/${path}`,
    raw_url: `${page}/raw/${sha}/${path}`,
    contents_url: `${repositoryUrl(core, repository)}/contents/${path}?ref=${sha}`,
    ...(file.patch === "" ? {} : { patch: file.patch }),
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  };
}

/** The diff of a change as GitHub shows it: from the merge base of base tip and head. */
export async function readChangeDiff(repository: SimRepository, base: string, head: string): Promise<DiffFile[]> {
  const from = (await findMergeBase(repository.directory, base, head)) ?? emptyTree;
  return readDiff(repository.directory, from, head);
}
