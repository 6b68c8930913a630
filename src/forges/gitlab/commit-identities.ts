import type { Signature } from "../../domain/change.ts";
import type { Person, RepositoryRef } from "../../domain/identity.ts";
import type { CommitIdentity, CommitToIdentify } from "../../ports/forge.ts";
import type { GitlabClient } from "./client.ts";
import { eachOf } from "./each-of.ts";
import { privateAddressId } from "./private-address.ts";
import { orNull } from "./refusal-status.ts";
import { decode, decodeList, fullUserWire, signatureWire, userWire } from "./wire.ts";

/** Whose commits these are, by their e-mail addresses. */
export async function readCommitIdentities(
  client: GitlabClient,
  repository: RepositoryRef,
  commits: readonly CommitToIdentify[],
): Promise<ReadonlyMap<string, CommitIdentity>> {
  const emails = commits.flatMap((one) => [one.authorEmail, one.committerEmail, ...one.coAuthorEmails]);
  const distinct = [...new Set(emails.map((email) => email.toLowerCase()))];
  const people = new Map(await eachOf(distinct, async (email) => [email, await findPerson(client, email)] as const));
  const personOf = (email: string): Person | null => people.get(email.toLowerCase()) ?? null;
  const identities = await eachOf(commits, async (commit) => {
    const committer = personOf(commit.committerEmail);
    const status = await readSignatureStatus(client, repository, commit.sha);
    const identity: CommitIdentity = {
      author: personOf(commit.authorEmail),
      committer,
      coAuthors: commit.coAuthorEmails.map(personOf).filter((person) => person !== null),
      signature: signatureOf(status, committer),
      isByForge: status === "verified_system",
    };
    return [commit.sha, identity] as const;
  });
  return new Map(identities);
}

/**
 * The user to whom an e-mail address belongs: GitLab's private commit address, which begins with the user's id, or the one
 * whose public (or, for an administrator's token, confirmed) address is exactly this. A hit by name is not enough.
 * Sources: https://docs.gitlab.com/api/users/#list-users and lib/gitlab/private_commit_email.rb of gitlab-org/gitlab.
 */
async function findPerson(client: GitlabClient, email: string): Promise<Person | null> {
  if (email === "") return null;
  const own = privateAddressId(client.url, email);
  if (own !== null) {
    const user = await readUser(client, own);
    return user === null ? null : { id: user.id, login: user.username };
  }
  const found = decodeList(userWire, await client.api.Users.all({ search: email, perPage: 20 }), "a search for users");
  const users = await eachOf(found, (one) => readUser(client, one.id));
  const matches = users.filter((user) => user !== null && hasAddress(user, email));
  const match = matches[0];
  return matches.length === 1 && match ? { id: match.id, login: match.username } : null;
}

type FullUser = ReturnType<typeof fullUserWire.parse>;

function hasAddress(user: FullUser, email: string): boolean {
  if (user.public_email?.toLowerCase() === email) return true;
  return user.email?.toLowerCase() === email && typeof user.confirmed_at === "string";
}

async function readUser(client: GitlabClient, id: number): Promise<FullUser | null> {
  const answer = await orNull([403, 404], () => client.api.Users.show(id));
  return answer === null ? null : decode(fullUserWire, answer, `the user ${id}`);
}

/** `null` where the commit has no signature. */
async function readSignatureStatus(
  client: GitlabClient,
  repository: RepositoryRef,
  sha: string,
): Promise<string | null> {
  const answer = await orNull([404], () => client.api.Commits.showGPGSignature(repository.id, sha));
  return answer === null ? null : decode(signatureWire, answer, `the signature of ${sha}`).verification_status;
}

/**
 * GitLab calls a signature verified when its key is of the account whose confirmed address the committer's is.
 * Source: https://docs.gitlab.com/user/project/repository/signed_commits/
 */
function signatureOf(status: string | null, committer: Person | null): Signature {
  if (status === null) return { state: "none", by: null };
  if (status === "verified") return { state: committer === null ? "invalid" : "valid", by: committer };
  return { state: status === "verified_system" ? "valid" : "invalid", by: null };
}
