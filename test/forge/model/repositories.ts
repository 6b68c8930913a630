import { join } from "node:path";
import {
  commitTree,
  createBareRepository,
  type GitIdentity,
  readRefs,
  resolveBranch,
  writeRef,
  writeTree,
} from "../git/bare-repository.ts";
import { git } from "../git/run-git.ts";
import { accountOf, emit, findRepository, fullNameOf, type Model, repositoryLock, withLock } from "./model.ts";
import { recordRefChanges } from "./pushes.ts";
import { SimError } from "./sim-error.ts";
import type { SimAccount, SimRepository } from "./types.ts";

export interface RepositoryGiven {
  readonly owner: SimRepository["owner"];
  readonly name: string;
  readonly isPrivate?: boolean;
  readonly defaultBranch?: string;
  readonly hasIssues?: boolean;
  readonly description?: string;
  readonly forkOf?: number | null;
}

export async function addRepository(model: Model, given: RepositoryGiven): Promise<SimRepository> {
  const id = model.newId();
  const now = model.clock.now();
  const repository: SimRepository = {
    id,
    owner: given.owner,
    name: given.name,
    description: given.description ?? "",
    isPrivate: given.isPrivate ?? true,
    defaultBranch: given.defaultBranch ?? "main",
    hasIssues: given.hasIssues ?? true,
    isArchived: false,
    directory: join(model.directory, `${id}.git`),
    forkOf: given.forkOf ?? null,
    createdAt: now,
    pushedAt: now,
    collaborators: [],
    labels: [],
    nextNumber: 1,
    nextIssueNumber: 1,
    changes: [],
    issues: [],
    commitComments: [],
    statuses: [],
    checkSuites: [],
    checkRuns: [],
    deployments: [],
    rulesets: [],
    protectedBranches: [],
    hooks: [],
    pushes: [],
    mergeMethods: { merge: true, squash: true, rebase: true },
    mergeQueue: [],
    settings: {},
  };
  await createBareRepository(repository.directory, repository.defaultBranch);
  if (findRepository(model, fullNameOf(model, repository)) !== null) {
    throw new SimError("invalid", `${fullNameOf(model, repository)} exists`);
  }
  model.repositories.push(repository);
  return repository;
}

/** A copy in another namespace, with the parent's branches. */
export async function forkRepository(
  model: Model,
  parent: SimRepository,
  owner: SimRepository["owner"],
): Promise<SimRepository> {
  const { name, isPrivate, defaultBranch, description } = parent;
  const fork = await addRepository(model, { owner, name, isPrivate, defaultBranch, description, forkOf: parent.id });
  await git(fork.directory, ["fetch", "-q", parent.directory, "+refs/heads/*:refs/heads/*"]);
  return fork;
}

/** The identity that the forge writes into commits for an account. */
export function identityOf(model: Model, account: SimAccount, at: string): GitIdentity {
  return { name: account.name, email: model.traits.emailOf(account), at };
}

/** The committer of commits that the forge makes for an account. */
export function committerFor(model: Model, account: SimAccount, at: string): GitIdentity {
  return model.traits.committer === null ? identityOf(model, account, at) : { ...model.traits.committer, at };
}

/** Writes files onto a branch in one commit, as a push by the account (seeding, contents API). Answers the commit. */
export async function commitFiles(
  model: Model,
  repository: SimRepository,
  given: {
    readonly branch: string;
    /** Branch that a new branch starts from. */
    readonly from?: string;
    readonly files: Readonly<Record<string, string | Buffer | null>>;
    readonly message: string;
    readonly actorId: number;
    readonly author?: { readonly name: string; readonly email: string };
    /** The committer; the forge's own where the web or the API made the commit. */
    readonly committer?: { readonly name: string; readonly email: string };
  },
): Promise<string> {
  return withLock(model, repositoryLock(repository), async () => {
    const account = accountOf(model, given.actorId);
    const at = model.clock.tick();
    const before = await readRefs(repository.directory, "refs/heads/");
    const own = await resolveBranch(repository.directory, given.branch);
    const parent = own ?? (await resolveBranch(repository.directory, given.from ?? repository.defaultBranch));
    const author = given.author === undefined ? identityOf(model, account, at) : { ...given.author, at };
    const committer = given.committer === undefined ? author : { ...given.committer, at };
    const tree = await writeTree(repository.directory, parent, given.files);
    const parents = parent === null ? [] : [parent];
    const commit = { tree, parents, message: given.message, author, committer };
    const sha = await commitTree(repository.directory, commit);
    if (committer.email === model.traits.committer?.email) model.forgeCommits.add(sha);
    await writeRef(repository.directory, `refs/heads/${given.branch}`, sha);
    await recordRefChanges(model, repository, { before, actorId: given.actorId });
    return sha;
  });
}

export async function renameRepository(
  model: Model,
  repository: SimRepository,
  name: string,
  actorId: number,
): Promise<void> {
  const from = fullNameOf(model, repository);
  repository.name = name;
  model.redirects.set(from.toLowerCase(), fullNameOf(model, repository));
  await emit(model, { kind: "repository.renamed", repository, actorId, from });
}

/**
 * Into another organisation: its number, changes and direct members stay, and links from the old name; what teams and groups of the
 * former one could do there ends. Nobody is told: GitHub's event for it is none that an app of ours asks for, and GitLab has none for a project.
 */
export async function transferRepository(
  model: Model,
  repository: SimRepository,
  owner: SimRepository["owner"],
): Promise<void> {
  await withLock(model, repositoryLock(repository), async () => {
    const from = fullNameOf(model, repository);
    repository.owner = owner;
    model.redirects.set(from.toLowerCase(), fullNameOf(model, repository));
    for (const { teams } of model.organisations) {
      for (const team of teams) {
        team.repositories = team.repositories.filter(({ repositoryId }) => repositoryId !== repository.id);
      }
    }
  });
}
