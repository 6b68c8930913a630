import { closeChange, reopenChange } from "../forge/model/changes.ts";
import type { Actor } from "../world/actor.ts";
import { until } from "../world/until.ts";
import type { Attack } from "./attack.ts";
import { type Group, idOf, type Stage } from "./stage.ts";
import {
  allowForcePush,
  makeLaxBranch,
  openApproved,
  openAs,
  pushMore,
  retarget,
  untilAlertAbout,
  untilNotApproved,
  untilSeen,
  whileWebhooksAreLost,
} from "./stories.ts";

const pushedSince = "the approval of ben does not count: given on …, 1 commit ago";

/** What befalls a change between its opening and its landing. */
export const lifecycleAttacks: readonly Attack[] = [
  {
    name: "an approved change is closed, pushed to meanwhile, and reopened",
    theme: "lifecycle",
    async play(stage, isAttack) {
      const change = await openApproved(stage);
      await close(stage, change.number);
      if (isAttack) await pushMore(stage, stage.people.ada, change.branch);
      await reopen(stage, change.number);
      return change;
    },
    decided: "pending",
    said: pushedSince,
  },
  {
    name: "a push that a closed change does not show, then its approval, then it is reopened",
    theme: "lifecycle",
    faces: ["github"], // GitLab takes no approval of what is closed
    async play(stage, isAttack) {
      const { ada, ben } = stage.people;
      const change = await openAs(stage);
      await untilSeen(stage, change.number);
      await close(stage, change.number);
      if (isAttack) await pushMore(stage, ada, change.branch);
      await ben.approve(change.number);
      await reopen(stage, change.number);
      return change;
    },
    decided: "pending",
    said: pushedSince,
  },
  {
    name: "aimed at a branch with a weaker policy, approved there, and aimed at main again before anybody looked",
    theme: "lifecycle",
    async play(stage, isAttack) {
      const { ben } = stage.people;
      const change = await (isAttack ? openAs : openApproved)(stage);
      await untilSeen(stage, change.number);
      const lax = await makeLaxBranch(stage);
      await whileWebhooksAreLost(stage, async () => {
        await retarget(stage, "ada", change.number, lax);
        if (isAttack) await ben.approve(change.number);
        await retarget(stage, "ada", change.number, "main");
      });
      await ben.comment(change.number, "/countersign recheck");
      return change;
    },
    decided: "pending",
    said: "the approval of ben does not count: it is not known for which base branch it was given",
  },
  {
    name: "main is rewritten below an approved change, which then brings more than was read",
    theme: "lifecycle",
    prepare: landOne,
    async play(stage, isAttack) {
      const change = await openApproved(stage);
      if (!isAttack) return change;
      await rewriteTip(stage);
      await untilNotApproved(stage, change.number);
      return change;
    },
    decided: "pending",
    said: "the approval of ben does not count: given on the merge base …, before it moved",
  },
  {
    name: "a bot commits on top of what was approved (a formatter, an updater of dependencies)",
    theme: "lifecycle",
    async play(stage, isAttack) {
      const change = await openApproved(stage);
      if (!isAttack) return change;
      const bot = await joinAsBot(stage, []);
      await pushMore(stage, bot, change.branch);
      return change;
    },
    decided: "pending",
    said: pushedSince,
  },
  {
    name: "a bot commits on top of what was approved, and approves that itself",
    theme: "lifecycle",
    async play(stage, isAttack) {
      const { ben } = stage.people;
      const change = await openApproved(stage);
      const bot = await joinAsBot(stage, ["data-controllers", "owners"]);
      const head = await pushMore(stage, bot, change.branch);
      await (isAttack ? bot : ben).comment(change.number, `/countersign approve ${head}`);
      return change;
    },
    decided: "pending",
    said: "`approve` is for members of … Nothing was changed.",
  },
  {
    name: "an administrator merges a change, and who wrote it approves it afterwards",
    theme: "lifecycle",
    async play(stage, isAttack) {
      const { ben, cleo, dora } = stage.people;
      const change = await openAs(stage, { by: ben });
      await untilSeen(stage, change.number);
      const sha = await mergePastTheGate(stage, change.number);
      await untilAlertAbout(stage, sha);
      for (const one of isAttack ? [ben] : [dora, cleo])
        await one.comment(change.number, `/countersign approve ${change.head}`);
      return change;
    },
    decided: "pending",
    said: "Your approval does not count: …",
  },
];

async function close(stage: Stage, number: number): Promise<void> {
  await closeChange(stage.world.forge.model, stage.repository(), stage.change(number), idOf(stage.world, "ada"));
}

async function reopen(stage: Stage, number: number): Promise<void> {
  await reopenChange(stage.world.forge.model, stage.repository(), stage.change(number), idOf(stage.world, "ada"));
}

/** A bot as it commits: GitHub's under the address that GitHub gives it. */
async function joinAsBot(stage: Stage, groups: readonly Group[]): Promise<Actor> {
  const login = `formatter-${stage.newName()}`;
  const bot = await stage.join(login, groups, "bot");
  return stage.world.face === "github" ? stage.disguise(login, `${bot.id}+${login}@users.noreply.github.com`) : bot;
}

/** By eve, or the bot: who merged has a part in the commit. */
async function landOne(stage: Stage): Promise<void> {
  const change = await openApproved(stage);
  await mergePastTheGate(stage, change.number);
  await until("it on the node", () => stage.world.node.readDag(`dags/${change.branch}.py`));
}

/** The same tree in another commit: what main's tip had brought becomes a part of every change that stands on it. */
async function rewriteTip(stage: Stage): Promise<void> {
  const { eve } = stage.people;
  allowForcePush(stage);
  const tip = await eve.readTip("main");
  const other = await eve.git("commit-tree", `${tip}^{tree}`, "-p", `${tip}~1`, "-m", "The same, it seems");
  await eve.git("push", "--quiet", "--force", "origin", `${other}:refs/heads/main`);
}

async function mergePastTheGate({ world, people }: Stage, number: number): Promise<string> {
  if (world.face === "github") await people.eve.merge(number);
  else await world.mergeAsBot(number);
  return (await people.ben.readChange(number)).mergedAs ?? "";
}
