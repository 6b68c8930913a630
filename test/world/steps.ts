import type { Actor, SeenChange, SeenCheck } from "./actor.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

/** On GitLab nobody but the bot may merge: while the service is down, its account does it by hand. */
export async function mergeByForge(world: World, number: number): Promise<void> {
  if (world.face === "github") await world.people.ben.merge(number);
  else await world.mergeAsBot(number);
}

/** Past the gate: an administrator merges, or on GitLab the account that alone may. */
export async function mergePast(world: World, number: number): Promise<void> {
  if (world.face === "github") await world.people.eve.merge(number);
  else await world.mergeAsBot(number);
}

export async function propose(
  actor: Actor,
  branch: string,
  title: string,
  files: Readonly<Record<string, string>>,
): Promise<number> {
  await actor.push({ branch, files, message: title });
  return actor.openChange({ branch, title });
}

export async function mergeWhenApproved(world: World, actor: Actor, number: number): Promise<string> {
  await untilCheck(world, number, "approval", isSuccess);
  await untilCheck(world, number, "validation", isSuccess);
  await actor.merge(number);
  return until("the merge", async () => {
    const change = await actor.readChange(number);
    return change.state === "merged" ? change.mergedAs : null;
  });
}

export function untilCheck(
  world: World,
  number: number,
  name: string,
  is: (check: SeenCheck) => boolean,
): Promise<SeenCheck> {
  const { ada } = world.people;
  return until(
    `countersign/${name}: main on change ${number}`,
    async () => {
      const check = checkOf(await ada.readChange(number), name);
      return check !== null && is(check) ? check : null;
    },
    { seen: async () => (await ada.readChange(number)).checks },
  );
}

export function untilTold(world: World, number: number, text: RegExp): Promise<boolean> {
  const { ada } = world.people;
  return until(
    `change ${number} told ${text}`,
    async () => {
      const { comments } = await ada.readChange(number);
      return comments.some(({ author, body }) => author === world.bot && text.test(body));
    },
    { seen: async () => (await ada.readChange(number)).comments },
  );
}

export function untilDeployed(world: World, sha: string): Promise<boolean> {
  const { ada } = world.people;
  return until(`a deployment of ${sha}`, async () =>
    (await ada.listDeployments(sha)).some(({ state }) => state === "success"),
  );
}

export function checkOf(change: SeenChange, name: string): SeenCheck | null {
  return change.checks.find((check) => check.name === `countersign/${name}: main`) ?? null;
}

export function isSuccess({ outcome }: SeenCheck): boolean {
  return outcome === "success";
}

export function isFailure({ outcome }: SeenCheck): boolean {
  return outcome === "failure" || outcome === "failed";
}

export async function numberOf(actor: Actor, branch: string): Promise<number> {
  const change = (await actor.listChanges()).find(({ headBranch }) => headBranch === branch);
  if (change === undefined) throw new Error(`there is no change from ${branch}`);
  return change.number;
}

export async function linkOf(world: World, number: number): Promise<string> {
  return (await world.people.ada.readChange(number)).url;
}

export function expectThat(claim: boolean, what: string): void {
  if (!claim) throw new Error(`it is not so that ${what}`);
}

/** Starts the service on a repository whose beginning, policy included, is then the baseline. */
export async function beginGoverned(world: World): Promise<void> {
  await world.service.start();
  await adopt(world);
}

/** cleo, a controller of the node, takes main's tip as the baseline. Answers its sha. */
export async function adopt(world: World): Promise<string> {
  const { cleo } = world.people;
  await until("the alert that asks for a baseline", async () =>
    (await cleo.listAlerts()).find(({ title }) => title.includes("needs a baseline")),
  );
  const tip = await cleo.readTip("main");
  await cleo.commentOnCommit(tip, `/countersign adopt ${tip}`);
  await until("the baseline on the node", () => world.node.readDag("README.md"));
  return tip;
}
