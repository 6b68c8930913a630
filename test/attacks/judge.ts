import type { SeenChange, SeenCheck } from "../world/actor.ts";
import { expectThat, mergeWhenApproved } from "../world/steps.ts";
import { until } from "../world/until.ts";
import type { World } from "../world/world.ts";
import { type Attack, decidedOn, type Outcome, type Played, patternOf, saidOn } from "./attack.ts";
import type { Stage } from "./stage.ts";

const waitMs = 80_000;

/**
 * Plays an attack to its end: what was decided, what was said, whether people could merge it; then an administrator brings it onto
 * main past every gate, and the node must not change. At last main is set back, by a commit that restores the live tree.
 */
export async function playAttack(stage: Stage, attack: Attack): Promise<void> {
  await attack.prepare?.(stage);
  const live = await stage.liveCommit();
  const before = await stage.readLive();
  const played = await attack.play(stage, true);
  const said = saidOn(stage.world.face, attack);
  await untilSaid(said, () => readSaid(stage.world, played));
  if (played.kind === "change") await expectDecided(stage, attack, played.number);
  if (attack.isOfGate !== true) {
    await untilJudged(stage, played.kind === "commit" ? played.sha : await forceOntoMain(stage, played), before);
  }
  expectThat((await stage.readLive()) === before, `nothing was deployed by "${attack.name}"`);
  if (attack.isOfGate !== true) await restoreMain(stage, live);
}

/** Plays the same story without malice, which must go live. */
export async function playTwin(stage: Stage, attack: Attack): Promise<void> {
  const before = await stage.readLive();
  const played = await attack.play(stage, false);
  if (played.kind === "change") await mergeTwin(stage, played.number);
  await until("the honest twin on the node", async () => (await stage.readLive()) !== before, {
    timeoutMs: waitMs,
    seen: () => readSaid(stage.world, played),
  });
}

async function mergeTwin({ world }: Stage, number: number): Promise<void> {
  const { ben } = world.people;
  if ((await ben.readChange(number)).state === "open") await mergeWhenApproved(world, ben, number);
}

/** The check shows the decision, and people cannot merge unless it is approved. */
async function expectDecided({ world }: Stage, attack: Attack, number: number): Promise<void> {
  const { ben } = world.people;
  const decided = decidedOn(world.face, attack);
  await until(
    `change ${number} to be ${decided}`,
    async () => checksOf(await ben.readChange(number)).some(({ outcome }) => isOutcome(outcome, decided)),
    { timeoutMs: waitMs, seen: () => readSaid(world, { kind: "change", number }) },
  );
  const { state } = await ben.readChange(number);
  if (state === "open" && (decided !== "approved" || attack.isOfGate === true)) await expectMergeRefused(world, number);
}

/** An administrator merges it past the gate, or, on GitLab, whoever has the bot's token. Answers the commit that is to blame. */
async function forceOntoMain({ world }: Stage, { number, blamed }: Played & { kind: "change" }): Promise<string> {
  const { ben, eve } = world.people;
  if ((await ben.readChange(number)).state === "open") {
    if (world.face === "github") await eve.merge(number);
    else await world.mergeAsBot(number);
  }
  return blamed ?? (await ben.readChange(number)).mergedAs ?? "";
}

function checksOf({ checks }: SeenChange): readonly SeenCheck[] {
  return checks.filter(({ name }) => name === "countersign/approval: main");
}

/** What people do to merge must fail: GitHub's gate refuses, and on GitLab the bot does. */
async function expectMergeRefused(world: World, number: number): Promise<void> {
  const { ben } = world.people;
  if (world.face === "github") {
    const refusal = await ben.merge(number).then(
      () => null,
      (error: unknown) => error,
    );
    expectThat(refusal !== null, `GitHub refuses to merge change ${number}`);
    return;
  }
  await ben.merge(number);
  await until("the answer to `merge`", async () =>
    (await ben.readChange(number)).comments.some(
      ({ author, body }) => author === world.bot && body.includes("Not merged"),
    ),
  );
  expectThat((await ben.readChange(number)).state === "open", `change ${number} was not merged`);
}

/** Until the service said of the landed commit that it is not deployed; or until it was, which ends the waiting as well. */
async function untilJudged(stage: Stage, sha: string, before: string): Promise<void> {
  const { ben } = stage.world.people;
  await until(
    `an alert about ${sha}`,
    async () =>
      (await ben.listAlerts()).some(({ body, isOpen }) => isOpen && body.includes(sha)) ||
      (await stage.readLive()) !== before,
    { timeoutMs: waitMs, seen: () => ben.listAlerts() },
  );
}

async function untilSaid(said: string, read: () => Promise<string>): Promise<void> {
  const pattern = patternOf(said);
  await until(`"${said}"`, async () => pattern.test(await read()), { timeoutMs: waitMs, seen: read });
}

/** All that Countersign says about a change, without the escapes of Markdown. */
async function readSaid(world: World, played: Played): Promise<string> {
  if (played.kind === "commit") {
    const comments = await world.people.ben.listCommitComments(played.sha).catch(() => []);
    return [await readAlerts(world), ...comments.map(withoutEscapes)].join("\n");
  }
  const change = await world.people.ben.readChange(played.number);
  const checks = change.checks.filter(({ name }) => name.startsWith("countersign/"));
  const own = change.comments.filter(({ author }) => author === world.bot).map(({ body }) => body);
  const threads = change.threads.map(({ body }) => body);
  return [...checks.map(({ name, outcome, title }) => `${name} ${outcome}: ${title}`), ...own, ...threads]
    .map(withoutEscapes)
    .join("\n");
}

async function readAlerts(world: World): Promise<string> {
  const alerts = await world.people.ben.listAlerts();
  return alerts.map(({ title, body }) => withoutEscapes(`${title}\n${body}`)).join("\n");
}

function withoutEscapes(markdown: string): string {
  return markdown.replace(/\\([\\`*_[\]<>#!|~&])/g, "$1").replaceAll("\u200b", "");
}

function isOutcome(outcome: string, expected: Outcome): boolean {
  switch (expected) {
    case "approved":
      return outcome === "success";
    case "pending":
      return outcome === "action_required" || outcome === "pending";
    case "rejected":
    case "failed":
      return outcome === "failure" || outcome === "failed";
    default:
      return expected satisfies never;
  }
}

/** eve, an administrator, undoes what the attack left: tags, and what is on main, by a commit that needs no approval. */
async function restoreMain({ world }: Stage, live: string): Promise<void> {
  const { eve } = world.people;
  const tags = (await eve.git("ls-remote", "--tags", "--refs", "origin")).split("\n").filter((line) => line !== "");
  for (const tag of tags) await eve.git("push", "--quiet", "origin", `:${tag.replace(/^\S+\s+/, "")}`);
  const tip = await eve.readTip("main");
  const isBelow = await eve.git("merge-base", "--is-ancestor", live, tip).then(
    () => true,
    () => false,
  );
  if (!isBelow) {
    await eve.git("push", "--quiet", "--force", "origin", `${live}:refs/heads/main`);
    return;
  }
  const back = await eve.git("commit-tree", `${live}^{tree}`, "-p", tip, "-m", "Back to what is live");
  await eve.git("push", "--quiet", "origin", `${back}:refs/heads/main`);
}
