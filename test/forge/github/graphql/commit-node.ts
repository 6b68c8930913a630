import type { ForgeCore } from "../../face.ts";
import type { RawCommit, RawPerson } from "../../git/read-commits.ts";
import { findAccountByEmail } from "../../model/model.ts";
import type { SimRepository } from "../../model/types.ts";
import { renderByEmail, webFlowEmail } from "../render/commit.ts";
import { nodeId } from "../render/node-id.ts";
import { verifyCommit } from "../verify-commit.ts";
import { type Args, connection } from "./connection.ts";

function gitActor(core: ForgeCore, person: RawPerson) {
  return {
    __typename: "GitActor",
    name: person.name,
    email: person.email,
    date: person.date,
    user: () => userByEmail(core, person.email),
  };
}

/** `web-flow` is a user of GitHub's like any other; bots are none. */
function userByEmail(core: ForgeCore, email: string) {
  const found = findAccountByEmail(core.model, email);
  if (found !== null && found.kind === "bot") return null;
  const account = renderByEmail(core, email);
  if (account === null) return null;
  return { __typename: "User", id: account.node_id, databaseId: account.id, login: account.login };
}

/** A commit with its author, committer, co-authors (by trailers) and signature. */
export function commitNode(core: ForgeCore, repository: SimRepository, commit: RawCommit) {
  return {
    __typename: "Commit",
    id: nodeId("C", commit.sha),
    oid: commit.sha,
    message: commit.message,
    messageHeadline: commit.message.split("\n")[0] ?? "",
    committedDate: commit.committer.date,
    authoredDate: commit.author.date,
    committedViaWeb: core.model.forgeCommits.has(commit.sha),
    author: gitActor(core, commit.author),
    committer: gitActor(core, commit.committer),
    authors: (args: Args) => connection(authorsOf(commit), args, (one) => gitActor(core, one)),
    parents: (args: Args) => connection(commit.parents, args, (oid) => ({ __typename: "Commit", oid })),
    signature: () => signatureNode(core, repository, commit),
  };
}

/** The author first, then those of `Co-authored-by:` trailers. */
function authorsOf(commit: RawCommit): RawPerson[] {
  const trailers = commit.message.matchAll(/^co-authored-by:\s*(.+?)\s*<([^<>]+)>\s*$/gim);
  const others = [...trailers].map((match) => ({
    name: match[1] ?? "",
    email: match[2] ?? "",
    date: commit.author.date,
  }));
  const all = [commit.author, ...others];
  return all.filter((one, at) => all.findIndex((other) => other.email === one.email) === at);
}

async function signatureNode(core: ForgeCore, repository: SimRepository, commit: RawCommit) {
  const verification = await verifyCommit(core.model, repository, commit);
  if (verification.reason === "unsigned") return null;
  const isGithub = core.model.forgeCommits.has(commit.sha);
  return {
    __typename: isGithub ? "GpgSignature" : "SshSignature",
    email: isGithub ? webFlowEmail : commit.committer.email,
    isValid: verification.verified,
    state: verification.verified ? "VALID" : verification.reason.toUpperCase(),
    signature: verification.signature ?? "",
    payload: verification.payload ?? "",
    signer: userByEmail(core, commit.committer.email),
    wasSignedByGitHub: isGithub,
    verifiedAt: verification.verified_at,
  };
}
