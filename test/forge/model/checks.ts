import { emit, type Model } from "./model.ts";
import type { SimCheckRun, SimCheckSuite, SimRepository, SimStatus } from "./types.ts";

/** The app's suite on a commit; made when there is none. */
export async function ensureSuite(
  model: Model,
  repository: SimRepository,
  given: {
    readonly appId: number;
    readonly headSha: string;
    readonly headBranch: string | null;
    readonly before?: string | null;
    readonly actorId: number;
    /** Whether the app is told. */
    readonly isRequested: boolean;
  },
): Promise<SimCheckSuite> {
  const found = repository.checkSuites.find((one) => one.appId === given.appId && one.headSha === given.headSha);
  if (found !== undefined) return found;
  const at = model.clock.tick();
  const suite: SimCheckSuite = {
    id: model.newId(),
    appId: given.appId,
    headSha: given.headSha,
    headBranch: given.headBranch,
    before: given.before ?? null,
    after: given.headSha,
    createdAt: at,
    updatedAt: at,
  };
  repository.checkSuites.push(suite);
  if (given.isRequested) await emit(model, { kind: "suite.requested", repository, suite, actorId: given.actorId });
  return suite;
}

export interface CheckRunGiven {
  readonly name: string;
  readonly status: SimCheckRun["status"];
  readonly conclusion: string | null;
  readonly externalId: string;
  readonly detailsUrl: string;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly output: SimCheckRun["output"];
  readonly annotations: SimCheckRun["annotations"];
  readonly actions: SimCheckRun["actions"];
}

export async function createCheckRun(
  model: Model,
  repository: SimRepository,
  suite: SimCheckSuite,
  given: CheckRunGiven,
  actorId: number,
): Promise<SimCheckRun> {
  const at = model.clock.tick();
  const isDone = given.conclusion !== null;
  const check: SimCheckRun = {
    id: model.newId(),
    suiteId: suite.id,
    appId: suite.appId,
    headSha: suite.headSha,
    ...given,
    status: isDone ? "completed" : given.status,
    startedAt: given.startedAt ?? at,
    completedAt: isDone ? (given.completedAt ?? at) : null,
  };
  repository.checkRuns.push(check);
  suite.updatedAt = at;
  await emit(model, { kind: "check.created", repository, check, actorId });
  if (isDone) await completed(model, repository, suite, check, actorId);
  return check;
}

async function completed(
  model: Model,
  repository: SimRepository,
  suite: SimCheckSuite,
  check: SimCheckRun,
  actorId: number,
): Promise<void> {
  await emit(model, { kind: "check.completed", repository, check, actorId });
  const runs = repository.checkRuns.filter((one) => one.suiteId === suite.id);
  if (runs.every((one) => one.status === "completed")) {
    await emit(model, { kind: "suite.completed", repository, suite, actorId });
  }
}

export async function updateCheckRun(
  model: Model,
  repository: SimRepository,
  check: SimCheckRun,
  given: Partial<CheckRunGiven>,
  actorId: number,
): Promise<void> {
  const at = model.clock.tick();
  const { annotations, startedAt, ...rest } = given;
  const was = check.status;
  Object.assign(check, rest, startedAt == null ? {} : { startedAt });
  // GitHub adds the annotations of an update to those that are there.
  if (annotations !== undefined) check.annotations.push(...annotations);
  if (given.conclusion != null) {
    check.status = "completed";
    check.completedAt = given.completedAt ?? at;
  } else if (check.status !== "completed") {
    check.conclusion = null;
    check.completedAt = null;
  }
  const suite = repository.checkSuites.find((one) => one.id === check.suiteId);
  if (suite === undefined) return;
  suite.updatedAt = at;
  if (check.status === "completed" && was !== "completed") await completed(model, repository, suite, check, actorId);
}

export async function addStatus(
  model: Model,
  repository: SimRepository,
  given: Omit<SimStatus, "id" | "createdAt" | "updatedAt">,
): Promise<SimStatus> {
  const at = model.clock.tick();
  const status: SimStatus = { ...given, id: model.newId(), createdAt: at, updatedAt: at };
  repository.statuses.push(status);
  await emit(model, { kind: "status", repository, status, actorId: given.accountId });
  return status;
}
