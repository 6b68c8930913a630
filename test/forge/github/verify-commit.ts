import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RawCommit } from "../git/read-commits.ts";
import { tryGit } from "../git/run-git.ts";
import { findAccountByEmail, type Model } from "../model/model.ts";
import type { SimRepository } from "../model/types.ts";

/** GitHub's `verification`; a signature is that of the committer. https://docs.github.com/rest/git/commits#get-a-commit-object */
export interface Verification {
  readonly verified: boolean;
  readonly reason: string;
  readonly signature: string | null;
  readonly payload: string | null;
  readonly verified_at: string | null;
}

const unsigned: Verification = {
  verified: false,
  reason: "unsigned",
  signature: null,
  payload: null,
  verified_at: null,
};

export async function verifyCommit(model: Model, repository: SimRepository, commit: RawCommit): Promise<Verification> {
  // GitHub signs what it commits itself; the simulator remembers those commits instead.
  if (model.forgeCommits.has(commit.sha)) {
    return {
      verified: true,
      reason: "valid",
      signature: "-----BEGIN PGP SIGNATURE-----",
      payload: `tree ${commit.tree}`,
      verified_at: commit.committer.date,
    };
  }
  if (commit.signature === null) return unsigned;
  const signed = { signature: commit.signature, payload: `tree ${commit.tree}`, verified_at: null };
  const account = findAccountByEmail(model, commit.committer.email);
  if (account === null) return { ...signed, verified: false, reason: "no_user" };
  if (account.signingKeys.length === 0) return { ...signed, verified: false, reason: "unknown_key" };
  const isValid = await checkSshSignature(repository, commit, account.signingKeys);
  if (!isValid) return { ...signed, verified: false, reason: "unknown_key" };
  return { ...signed, verified: true, reason: "valid", verified_at: commit.committer.date };
}

const known = new Map<string, boolean>();

/** Asks `git verify-commit` (ssh-keygen) whether one of these keys made it. */
async function checkSshSignature(
  repository: SimRepository,
  commit: RawCommit,
  keys: readonly string[],
): Promise<boolean> {
  const key = `${commit.sha} ${keys.join(" ")}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const directory = await mkdtemp(join(tmpdir(), "signers-"));
  const file = join(directory, "allowed");
  await writeFile(file, keys.map((one) => `* ${one}\n`).join(""));
  const args = ["-c", "gpg.format=ssh", "-c", `gpg.ssh.allowedSignersFile=${file}`, "verify-commit", commit.sha];
  const isValid = (await tryGit(repository.directory, args)).code === 0;
  await rm(directory, { recursive: true, force: true });
  known.set(key, isValid);
  return isValid;
}
