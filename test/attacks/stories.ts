import { createCheckRun, ensureSuite } from "../forge/model/checks.ts";
import type { Actor } from "../world/actor.ts";
import { isSuccess, untilCheck } from "../world/steps.ts";
import { until } from "../world/until.ts";
import type { Played } from "./attack.ts";
import { dagNamed, idOf, type Stage } from "./stage.ts";

export const weakPolicy = "version: 1\notherwise: { require: none }\n";

export type ChangePlayed = Extract<Played, { kind: "change" }>;

export interface Opened extends ChangePlayed {
  readonly branch: string;
  readonly head: string;
}

/** A change by ada, into main: one new DAG unless other files are given. */
export async function openAs(
  stage: Stage,
  given: { readonly by?: Actor; readonly files?: Readonly<Record<string, string>>; readonly message?: string } = {},
): Promise<Opened> {
  const { ada } = stage.people;
  const branch = stage.newName();
  const files = given.files ?? dagNamed(branch);
  const head = await (given.by ?? ada).push({ branch, files, message: given.message ?? `Work on ${branch}` });
  const number = await ada.openChange({ branch, title: `Change ${branch}` });
  return { kind: "change", number, branch, head };
}

/** The same, which ben approved. */
export async function openApproved(stage: Stage): Promise<Opened> {
  const change = await openAs(stage);
  await stage.people.ben.approve(change.number);
  await untilApproved(stage, change.number);
  return change;
}

/** One more DAG on the change's branch. */
export function pushMore(stage: Stage, by: Actor, branch: string): Promise<string> {
  return by.push({ branch, files: dagNamed(stage.newName()), message: "One more" });
}

export function untilApproved(stage: Stage, number: number): Promise<unknown> {
  return untilCheck(stage.world, number, "approval", isSuccess);
}

export function untilNotApproved(stage: Stage, number: number): Promise<unknown> {
  return untilCheck(stage.world, number, "approval", (check) => !isSuccess(check));
}

/** Until Countersign has looked at the change's head for the first time. */
export function untilSeen(stage: Stage, number: number): Promise<unknown> {
  return untilCheck(stage.world, number, "approval", () => true);
}

export async function object(stage: Stage, login: string, number: number): Promise<void> {
  const path = stage.repositoryPath;
  const body = "Not like this.";
  if (stage.world.face === "github")
    await stage.as(login).send("POST", `${path}/pulls/${number}/reviews`, { event: "REQUEST_CHANGES", body });
  else
    await stage.as(login).send("POST", `${path}/merge_requests/${number}/notes`, { body: `${body}\n/request_changes` });
}

export async function retarget(stage: Stage, login: string, number: number, base: string): Promise<void> {
  const path = stage.repositoryPath;
  if (stage.world.face === "github") await stage.as(login).send("PATCH", `${path}/pulls/${number}`, { base });
  else await stage.as(login).send("PUT", `${path}/merge_requests/${number}`, { target_branch: base });
}

/** A check that is green: on GitHub a check run of an app, on GitLab a status by an account. */
export async function reportGreen(stage: Stage, reporter: string, name: string, sha: string): Promise<void> {
  if (stage.world.face === "gitlab") {
    await stage.as(reporter).send("POST", `${stage.repositoryPath}/statuses/${sha}`, { state: "success", name });
    return;
  }
  const { model } = stage.world.forge;
  const repository = stage.repository();
  const app = model.apps.find(({ slug }) => slug === reporter);
  if (app === undefined) throw new Error(`there is no app ${reporter}`);
  const given = { appId: app.id, headSha: sha, headBranch: null, actorId: app.botId, isRequested: false };
  const suite = await ensureSuite(model, repository, given);
  const none = { startedAt: null, completedAt: null, annotations: [], actions: [] };
  const text = { title: "Green", summary: "All is well.", text: null };
  const run = { name, status: "completed", conclusion: "success", externalId: "", detailsUrl: "" } as const;
  await createCheckRun(model, repository, suite, { ...run, ...none, output: text }, app.botId);
}

/** No webhook comes through while `work` is done; afterwards the service looks at the change for another reason. */
export async function whileWebhooksAreLost<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
  const { deliveries } = stage.world.forge.faults;
  await stage.world.forge.hooks.settle();
  deliveries.add({ fault: { kind: "drop" } });
  try {
    return await work();
  } finally {
    deliveries.clear();
  }
}

/** The comment of a person as the simulator holds it, newest first. */
export function lastCommentOf(stage: Stage, login: string, number: number) {
  const id = idOf(stage.world, login);
  const found = stage.change(number).comments.findLast((one) => one.accountId === id && !one.isSystem);
  if (found === undefined) throw new Error(`${login} wrote nothing on change ${number}`);
  return found;
}

export function untilAlertAbout(stage: Stage, sha: string): Promise<boolean> {
  const { ben } = stage.people;
  return until(`an alert about ${sha}`, async () =>
    (await ben.listAlerts()).some(({ body, isOpen }) => isOpen && body.includes(sha)),
  );
}

/** A branch of ada's own, by whose policy nobody needs to agree to anything. */
export async function makeLaxBranch(stage: Stage): Promise<string> {
  const branch = `lax-${stage.newName()}`;
  await stage.people.ada.push({ branch, files: { ".countersign.yml": weakPolicy }, message: "A lax policy" });
  await stage.people.ada.git("fetch", "--quiet", "origin");
  return branch;
}

/** The gate of this repository as a careless operator left it: administrators may rewrite main. */
export function allowForcePush(stage: Stage): void {
  for (const branch of stage.repository().protectedBranches) branch.allowForcePush = true;
}
