import { z } from "zod";
import type { Signature } from "../../domain/change.ts";
import type { Person } from "../../domain/identity.ts";
import type { CommitIdentity, CommitToIdentify } from "../../ports/forge.ts";
import { decode, queryGraph, splitName, unless } from "./api.ts";
import type { GithubOctokit } from "./octokit.ts";
import { accountWire } from "./wire.ts";

const userWire = z.object({ databaseId: z.number(), login: z.string() }).nullable();
const actorWire = z.object({ email: z.string().nullable(), user: userWire });

const commitWire = z.object({
  oid: z.string(),
  author: actorWire.nullable(),
  committer: actorWire.nullable(),
  authors: z.object({ nodes: z.array(actorWire.nullable()).nullable() }),
  signature: z.object({ isValid: z.boolean(), wasSignedByGitHub: z.boolean(), signer: userWire }).nullable(),
});
type CommitWire = z.infer<typeof commitWire>;

const answerWire = z.object({ repository: z.record(z.string(), commitWire.partial().nullable()) });
const aRequest = 50;

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
  const identities = new Map<string, CommitIdentity>();
  const findAccount = createAccountFinder(octokit);
  for (let start = 0; start < commits.length; start += aRequest) {
    const some = commits.slice(start, start + aRequest);
    const wires = await askAbout(octokit, repository, some);
    for (const commit of some) identities.set(commit.sha, await identify(commit, wires.get(commit.sha), findAccount));
  }
  return identities;
}

type FindAccount = (email: string) => Promise<Person | null>;

async function identify(
  commit: CommitToIdentify,
  wire: CommitWire | undefined,
  findAccount: FindAccount,
): Promise<CommitIdentity> {
  const isByForge = wire?.signature?.isValid === true && wire.signature.wasSignedByGitHub;
  const isWebFlow = isByForge && commit.committerEmail === webFlowEmail;
  const author = toPerson(wire?.author?.user) ?? (await findAccount(commit.authorEmail));
  const coAuthors = new Map<number, Person>();
  const named = (wire?.authors.nodes ?? []).map((node) => toPerson(node?.user));
  const addressed = await Promise.all(commit.coAuthorEmails.map(findAccount));
  for (const person of [...named, ...addressed]) {
    if (person && person.id !== author?.id) coAuthors.set(person.id, person);
  }
  return {
    author,
    committer: toPerson(wire?.committer?.user) ?? (isWebFlow ? webFlow : await findAccount(commit.committerEmail)),
    coAuthors: [...coAuthors.values()],
    signature: toSignature(wire?.signature ?? null),
    isByForge,
  };
}

function toPerson(user: z.infer<typeof userWire> | undefined): Person | null {
  return user ? { id: user.databaseId, login: user.login } : null;
}

function toSignature(signature: CommitWire["signature"]): Signature {
  if (!signature) return { state: "none", by: null };
  if (!signature.isValid) return { state: "invalid", by: null };
  return { state: "valid", by: signature.wasSignedByGitHub ? null : toPerson(signature.signer) };
}

async function askAbout(
  octokit: GithubOctokit,
  repository: string,
  commits: readonly CommitToIdentify[],
): Promise<ReadonlyMap<string, CommitWire>> {
  const { owner, repo } = splitName(repository);
  const asked = commits.map(({ sha }, index) => `c${index}: object(oid: ${JSON.stringify(sha)}) { ...identity }`);
  const query = `query ($owner: String!, $repo: String!) {
    repository(owner: $owner, name: $repo) { ${asked.join(" ")} }
  }
  fragment identity on Commit {
    oid
    author { email user { databaseId login } }
    committer { email user { databaseId login } }
    authors(first: 50) { nodes { email user { databaseId login } } }
    signature { isValid wasSignedByGitHub signer { databaseId login } }
  }`;
  const answer = await queryGraph(octokit, answerWire, query, { owner, repo });
  const found = Object.values(answer.repository).flatMap((wire) => commitWire.safeParse(wire).data ?? []);
  return new Map(found.map((wire) => [wire.oid, wire]));
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
