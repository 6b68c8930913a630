import { GitError } from "../domain/errors.ts";
import { type RepositoryRef, repositoryKey } from "../domain/identity.ts";
import { sha256Hex } from "../formats/sha256.ts";
import type { Mirror } from "../git/mirror.ts";
import { readFileAt } from "../git/read-blob.ts";
import { readRef } from "../git/read-ref.ts";
import { saysNothing } from "../policy/says-nothing.ts";
import type { Repository } from "../ports/forge.ts";
import type { SeenOrganisationPolicy } from "../ports/store.ts";
import {
  findPolicyRepository,
  isLasting,
  isPolicyRepository,
  type OrganisationPlace,
  organisationPlace,
} from "./organisation-place.ts";
import type { JourneyPorts } from "./ports.ts";

export type OrganisationPolicyPorts = Pick<JourneyPorts, "forge" | "mirrors" | "store" | "clock">;

/** `isNamed`: whether a policy that extends this name means the file; absent: what has its own name. */
export interface ReadOrganisationPolicy {
  readonly state: "read";
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
  readonly isNamed?: (wanted: string) => boolean;
}

/** `unreadable`: it is there, or was, and what it asks for is not known. */
export type OrganisationPolicy =
  | { readonly state: "none" }
  | ReadOrganisationPolicy
  | { readonly state: "unreadable"; readonly name: string; readonly reason: string };

const maxBytes = 256 * 1024;

/**
 * The policy of a repository's organisation as it is now. In the repository that keeps it, it is that of the commit which is judged:
 * no change and no landing brings its own. Throws `ForgeError` and `GitError` when it may be there at another time.
 */
export async function readOrganisationPolicy(
  ports: OrganisationPolicyPorts,
  repository: RepositoryRef,
  mirror: Mirror,
  commit: string,
): Promise<OrganisationPolicy> {
  const place = organisationPlace(repository);
  try {
    if (isPolicyRepository(repository)) {
      const bytes = await readFileAt(mirror, commit, place.path, maxBytes);
      return bytes === null ? { state: "none" } : describe(place, bytes);
    }
    const found = await findPolicyRepository(ports.forge, place);
    const bytes = found === null ? null : await readBytes(ports, found, place);
    if (bytes === null) return recall(ports, repository, place);
    const policy = describe(place, bytes);
    await remember(ports, repository, place, policy);
    return policy;
  } catch (error) {
    if (!isLasting(error)) throw error;
    const reason = `it cannot be read: ${error.message} Let Countersign read the contents of ${place.repository}.`;
    return { state: "unreadable", name: place.name, reason };
  }
}

function describe(place: OrganisationPlace, bytes: Buffer): ReadOrganisationPolicy {
  const sha256 = sha256Hex(bytes);
  return { state: "read", name: place.name, text: bytes.toString("utf8"), sha256 };
}

/** An empty repository has no branch. */
async function readBytes(
  { forge, mirrors }: OrganisationPolicyPorts,
  found: Repository,
  { path }: OrganisationPlace,
): Promise<Buffer | null> {
  const ref = `refs/heads/${found.defaultBranch}`;
  const remote = await forge.readRemote(found);
  try {
    const mirror = await mirrors.fetch(found, remote, [`+${ref}:${ref}`]);
    const tip = await readRef(mirror, ref);
    return tip === null ? null : await readFileAt(mirror, tip, path, maxBytes);
  } catch (error) {
    if (error instanceof GitError && error.code === "ref-not-found") return null;
    throw error;
  }
}

/** What is gone is never taken for what never was: nobody gets rid of a policy by taking its file, or our access, away. */
async function recall(
  { store }: OrganisationPolicyPorts,
  repository: RepositoryRef,
  place: OrganisationPlace,
): Promise<OrganisationPolicy> {
  const ofOrganisation = await store.readOrganisationPolicy(organisationKey(repository, place));
  const mend = `commit a \`${place.path}\` with the line \`version: 1\` alone to the default branch of ${place.repository}.`;
  if (ofOrganisation !== null && !ofOrganisation.saysNothing) {
    const reason = `it governed this repository, and is gone or hidden from Countersign: restore it. If it is no longer wanted, ${mend}`;
    return { state: "unreadable", name: ofOrganisation.name, reason };
  }
  const ofRepository = await store.readOrganisationPolicy(repositoryKey(repository));
  if (ofRepository === null || ofRepository.saysNothing || ofRepository.name.toLowerCase() === place.name.toLowerCase())
    return { state: "none" };
  const reason = `it governed this repository before that came to ${place.organisation}, where no policy takes its place: add one, or ${mend}`;
  return { state: "unreadable", name: ofRepository.name, reason };
}

async function remember(
  { store, clock }: OrganisationPolicyPorts,
  repository: RepositoryRef,
  place: OrganisationPlace,
  { name, sha256, text }: ReadOrganisationPolicy,
): Promise<void> {
  const seen: SeenOrganisationPolicy = { name, sha256, saysNothing: saysNothing(text, name) };
  for (const governed of [organisationKey(repository, place), repositoryKey(repository)]) {
    const known = await store.readOrganisationPolicy(governed);
    if (known?.name === name && known.sha256 === sha256) continue;
    const at = clock.now().toISOString();
    const details = {
      governed,
      name,
      sha256,
      before: known === null ? null : { name: known.name, sha256: known.sha256 },
    };
    const entry = { at, kind: "organisation-policy", repository, details };
    await store.recordOrganisationPolicy(governed, seen, entry);
  }
}

function organisationKey({ forge }: RepositoryRef, { organisation }: OrganisationPlace): string {
  return `${forge}/${organisation.toLowerCase()}`;
}
