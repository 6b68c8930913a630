import type { Signature } from "../../domain/change.ts";
import type { Person } from "../../domain/identity.ts";
import type { CommitIdentity, CommitToIdentify } from "../../ports/forge.ts";
import { decode, unless } from "./api.ts";
import { type CommitNode, isByForge, readCommitNodes, type UserNode } from "./commit-nodes.ts";
import type { GithubOctokit } from "./octokit.ts";
import { accountWire } from "./wire.ts";

/** GitHub's own commits (web editor, merges, update of a branch) are committed by this account. https://github.com/web-flow */
const webFlow: Person = { id: 19864447, login: "web-flow" };
const webFlowEmail = "noreply@github.com";

/**
 * Whose commits these are. GraphQL knows the accounts of people; those of bots, and of people who hide their address, are
 * found by GitHub's own no-reply addresses, `ID+LOGIN@users.noreply.github.com`, if that account is there.
 */
export async function readCommitIdentities(
  octokit: GithubOctokit,
  repository: string,
  commits: readonly CommitToIdentify[],
): Promise<ReadonlyMap<string, CommitIdentity>> {
  const nodes = await readCommitNodes(
    octokit,
    repository,
    commits.map((commit) => commit.sha),
  );
  const findAccount = createAccountFinder(octokit);
  const identities = new Map<string, CommitIdentity>();
  for (const commit of commits) identities.set(commit.sha, await identify(commit, nodes.get(commit.sha), findAccount));
  return identities;
}

type FindAccount = (email: string) => Promise<Person | null>;

async function identify(
  commit: CommitToIdentify,
  node: CommitNode | undefined,
  findAccount: FindAccount,
): Promise<CommitIdentity> {
  const isWebFlow = isByForge(node) && commit.committerEmail === webFlowEmail;
  const author = toPerson(node?.author?.user) ?? (await findAccount(commit.authorEmail));
  const committer = toPerson(node?.committer?.user) ?? (isWebFlow ? webFlow : await findAccount(commit.committerEmail));
  const named = (node?.authors.nodes ?? []).map((one) => toPerson(one?.user));
  const addressed = await Promise.all(commit.coAuthorEmails.map(findAccount));
  const coAuthors = new Map<number, Person>();
  for (const person of [...named, ...addressed]) {
    if (person && person.id !== author?.id) coAuthors.set(person.id, person);
  }
  return {
    author,
    committer,
    coAuthors: [...coAuthors.values()],
    signature: toSignature(node?.signature ?? null),
    isByForge: isByForge(node),
  };
}

function toPerson(user: UserNode | undefined): Person | null {
  return user ? { id: user.databaseId, login: user.login } : null;
}

function toSignature(signature: CommitNode["signature"]): Signature {
  if (!signature) return { state: "none", by: null };
  if (!signature.isValid) return { state: "invalid", by: null };
  return { state: "valid", by: signature.wasSignedByGitHub ? null : toPerson(signature.signer) };
}

const noReply = /^(\d+)\+([^@]+)@users\.noreply\.github\.com$/i;

function createAccountFinder(octokit: GithubOctokit): FindAccount {
  const found = new Map<string, Promise<Person | null>>();
  return (email) => {
    const known = found.get(email);
    if (known) return known;
    const [, id, login] = noReply.exec(email) ?? [];
    const asked = id && login ? lookUp(octokit, Number(id), login) : Promise.resolve(null);
    found.set(email, asked);
    return asked;
  };
}

/** An address can name any number: the account is asked for, and must have that number. */
async function lookUp(octokit: GithubOctokit, id: number, login: string): Promise<Person | null> {
  const answer = await unless([404], octokit.request("GET /users/{username}", { username: login }));
  const account = answer && decode(accountWire, answer);
  return account?.id === id ? { id, login: account.login } : null;
}
