import type { ServerClock } from "./clock.ts";
import { createServerClock } from "./clock.ts";
import type { SimEvent } from "./events.ts";
import { SimError } from "./sim-error.ts";
import type {
  SimAccount,
  SimApp,
  SimChange,
  SimInstallation,
  SimIssue,
  SimOrganisation,
  SimRepository,
  SimTeam,
  SimTimelineEvent,
  SimToken,
} from "./types.ts";

/** What the forges do differently below their HTTP faces. */
export interface ForgeTraits {
  readonly name: "github" | "gitlab";
  readonly headRef: (number: number) => string;
  /** Where the trial merge of an open change is kept, if anywhere. */
  readonly mergeRef: (number: number) => string | null;
  /** Issues and changes count together (GitHub) or apart. */
  readonly hasSharedNumbers: boolean;
  /** Whose name stands as committer in commits made by the forge; `null`: the acting account's. */
  readonly committer: { readonly name: string; readonly email: string } | null;
  /** The address of an account in commits made by the forge. */
  readonly emailOf: (account: SimAccount) => string;
}

export interface Model {
  readonly traits: ForgeTraits;
  /** Where the bare repositories are. */
  readonly directory: string;
  readonly clock: ServerClock;
  readonly accounts: SimAccount[];
  readonly organisations: SimOrganisation[];
  readonly repositories: SimRepository[];
  readonly tokens: SimToken[];
  readonly apps: SimApp[];
  readonly installations: SimInstallation[];
  /** Former logins and full names, to what they are now. */
  readonly redirects: Map<string, string>;
  /** Commits that the forge made and signs itself. */
  readonly forgeCommits: Set<string>;
  readonly listeners: ((event: SimEvent) => Promise<void> | void)[];
  readonly locks: Map<string, Promise<unknown>>;
  readonly newId: () => number;
}

export function createModel(options: { readonly traits: ForgeTraits; readonly directory: string }): Model {
  let lastId = 1000;
  return {
    ...options,
    clock: createServerClock(),
    accounts: [],
    organisations: [],
    repositories: [],
    tokens: [],
    apps: [],
    installations: [],
    redirects: new Map(),
    forgeCommits: new Set(),
    listeners: [],
    locks: new Map(),
    newId: () => ++lastId,
  };
}

/** Tells the faces what happened, one after the other. */
export async function emit(model: Model, event: SimEvent): Promise<void> {
  for (const listener of model.listeners) await listener(event);
}

/** One at a time for each key. Not re-entrant. */
export async function withLock<T>(model: Model, key: string, work: () => Promise<T>): Promise<T> {
  const before = model.locks.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  model.locks.set(
    key,
    mine.catch(() => {}),
  );
  return mine;
}

export function repositoryLock(repository: SimRepository): string {
  return `repository:${repository.id}`;
}

export function accountOf(model: Model, id: number): SimAccount {
  const found = model.accounts.find((one) => one.id === id);
  if (found === undefined) throw new SimError("not-found", `No account ${id}`);
  return found;
}

export function findAccount(model: Model, login: string): SimAccount | null {
  const wanted = login.toLowerCase();
  return model.accounts.find((one) => one.login.toLowerCase() === wanted && one.state !== "deleted") ?? null;
}

export function accountByLogin(model: Model, login: string): SimAccount {
  const found = findAccount(model, login);
  if (found === null) throw new SimError("not-found", `No account ${login}`);
  return found;
}

/** Whose address it is, noreply addresses (`ID+login@users.noreply.github.com`, `ID-login@users.noreply.…`) included. */
export function findAccountByEmail(model: Model, email: string): SimAccount | null {
  const wanted = email.toLowerCase();
  const known = model.accounts.find((one) => one.emails.some((own) => own.toLowerCase() === wanted));
  if (known !== undefined) return known;
  const noreply = /^(\d+)[+-](.+)@users\.noreply\./.exec(wanted);
  if (noreply === null) return null;
  return model.accounts.find((one) => String(one.id) === noreply[1]) ?? null;
}

export function findOrganisation(model: Model, login: string): SimOrganisation | null {
  return model.organisations.find((one) => one.login.toLowerCase() === login.toLowerCase()) ?? null;
}

export function organisationOf(model: Model, id: number): SimOrganisation {
  const found = model.organisations.find((one) => one.id === id);
  if (found === undefined) throw new SimError("not-found", `No organisation ${id}`);
  return found;
}

export function ownerLogin(model: Model, owner: SimRepository["owner"]): string {
  return owner.kind === "user" ? accountOf(model, owner.id).login : organisationOf(model, owner.id).login;
}

export function fullNameOf(model: Model, repository: SimRepository): string {
  return `${ownerLogin(model, repository.owner)}/${repository.name}`;
}

/** By full name, in any case, or by a name that it had. */
export function findRepository(model: Model, fullName: string): SimRepository | null {
  const wanted = fullName.toLowerCase();
  const found = model.repositories.find((one) => fullNameOf(model, one).toLowerCase() === wanted);
  if (found !== undefined) return found;
  const moved = model.redirects.get(wanted);
  return moved === undefined ? null : findRepository(model, moved);
}

export function repositoryByName(model: Model, fullName: string): SimRepository {
  const found = findRepository(model, fullName);
  if (found === null) throw new SimError("not-found", `No repository ${fullName}`);
  return found;
}

export function repositoryOf(model: Model, id: number): SimRepository {
  const found = model.repositories.find((one) => one.id === id);
  if (found === undefined) throw new SimError("not-found", `No repository ${id}`);
  return found;
}

export function findTeam(organisation: SimOrganisation, slug: string): SimTeam | null {
  return organisation.teams.find((one) => one.slug.toLowerCase() === slug.toLowerCase()) ?? null;
}

export function changeOf(repository: SimRepository, number: number): SimChange {
  const found = repository.changes.find((one) => one.number === number);
  if (found === undefined) throw new SimError("not-found", `No change ${number}`);
  return found;
}

export function issueOf(repository: SimRepository, number: number): SimIssue {
  const found = repository.issues.find((one) => one.number === number);
  if (found === undefined) throw new SimError("not-found", `No issue ${number}`);
  return found;
}

/** Writes an event into the history of a change or an issue. */
export function recordTimeline(
  model: Model,
  subject: { timeline: SimTimelineEvent[]; updatedAt: string },
  event: {
    readonly kind: string;
    readonly actorId: number;
    readonly at?: string;
    readonly sha?: string | null;
    readonly data?: Record<string, unknown>;
  },
): SimTimelineEvent {
  const at = event.at ?? model.clock.tick();
  const entry = {
    id: model.newId(),
    at,
    kind: event.kind,
    actorId: event.actorId,
    sha: event.sha ?? null,
    data: event.data ?? {},
  };
  subject.timeline.push(entry);
  subject.updatedAt = at;
  return entry;
}
