import type { Attack } from "./attack.ts";
import { dagNamed, type Group, type Stage } from "./stage.ts";
import { makeLaxBranch, type Opened, openAs, pushMore, retarget, untilSeen, whileWebhooksAreLost } from "./stories.ts";

const agreed = "agreed";
const pushedSince =
  "the label `agreed` does not count: of dora, set no later than the latest push; remove it and set it again";

/** A label that stands for the approval of a data controller: dora's. Ben agrees besides, for the node, to what is there at the end. */
export const labelAttacks: readonly Attack[] = [
  {
    name: "a label is set, and the change pushed to afterwards",
    theme: "labels",
    async play(stage, isAttack) {
      const change = await openLabelled(stage);
      if (!isAttack) await pushMore(stage, stage.people.ada, change.branch);
      await setLabel(stage, "dora", change.number);
      if (isAttack) await pushMore(stage, stage.people.ada, change.branch);
      return agreeAfterwards(stage, change);
    },
    decided: "pending",
    said: pushedSince,
  },
  {
    name: "a label is set, the head pushed away by force and pushed back",
    theme: "labels",
    async play(stage, isAttack) {
      const { ada } = stage.people;
      const change = await openLabelled(stage);
      await setLabel(stage, "dora", change.number);
      if (isAttack) {
        const other = await pushMore(stage, ada, `${change.branch}-other`);
        for (const sha of [other, change.head])
          await ada.git("push", "--quiet", "--force", "origin", `${sha}:refs/heads/${change.branch}`);
      }
      return agreeAfterwards(stage, change);
    },
    decided: "pending",
    said: pushedSince,
  },
  {
    name: "a label is set while the change is aimed at a branch with a weaker policy, and it is aimed at main again",
    theme: "labels",
    async play(stage, isAttack) {
      const change = await openLabelled(stage);
      const lax = await makeLaxBranch(stage);
      await whileWebhooksAreLost(stage, async () => {
        await retarget(stage, "ada", change.number, lax);
        if (isAttack) await setLabel(stage, "dora", change.number);
        await retarget(stage, "ada", change.number, "main");
      });
      if (!isAttack) await setLabel(stage, "dora", change.number);
      return agreeAfterwards(stage, change);
    },
    decided: "pending",
    said: "the label `agreed` does not count: of dora, it is not known for which base branch it was given; remove it and set it again",
  },
  {
    name: "who set a label withdraws, and the label stays",
    theme: "labels",
    async play(stage, isAttack) {
      const change = await openLabelled(stage);
      await setLabel(stage, "dora", change.number);
      if (isAttack) await stage.people.dora.comment(change.number, "/countersign withdraw");
      return agreeAfterwards(stage, change);
    },
    decided: "pending",
    said: "the label `agreed` does not count: of dora, they withdrew it; remove it and set it again",
  },
  {
    name: "who set a label had a part in the change",
    theme: "labels",
    async play(stage, isAttack) {
      const { ada, dora } = stage.people;
      const change = await openLabelled(stage);
      await pushMore(stage, isAttack ? dora : ada, change.branch);
      await untilSeen(stage, change.number);
      await setLabel(stage, "dora", change.number);
      return agreeAfterwards(stage, change);
    },
    decided: "pending",
    said: "the label `agreed` does not count: of dora, they contributed to the change",
  },
  {
    name: "a label is removed and set again by who wrote the change",
    theme: "labels",
    async play(stage, isAttack) {
      const change = await openLabelled(stage);
      await setLabel(stage, "dora", change.number);
      await removeLabel(stage, "ada", change.number);
      await setLabel(stage, isAttack ? "ada" : "dora", change.number);
      return agreeAfterwards(stage, change);
    },
    decided: "pending",
    said: "the label `agreed` does not count: ada does not belong to data-controllers",
  },
  {
    name: "who set a label leaves the group",
    theme: "labels",
    async play(stage, isAttack) {
      const groups: readonly Group[] = ["data-controllers"];
      const { login } = await stage.join(`lena-${stage.newName()}`, groups);
      const change = await openLabelled(stage);
      await setLabel(stage, login, change.number);
      if (isAttack) await stage.leave(login, "data-controllers");
      return agreeAfterwards(stage, change);
    },
    decided: "pending",
    said: "the label `agreed` does not count: lena-… does not belong to data-controllers",
  },
];

/** A DAG with what needs the label beside it. */
async function openLabelled(stage: Stage): Promise<Opened> {
  const name = stage.newName();
  const files = { ...dagNamed(name), [`labelled/${name}.md`]: "To be agreed to\n" };
  const change = await openAs(stage, { files });
  await untilSeen(stage, change.number);
  return change;
}

/** Ben reads what is there now, and approves it: the label alone is missing then. */
async function agreeAfterwards(stage: Stage, change: Opened): Promise<Opened> {
  const { headSha } = stage.change(change.number);
  await stage.people.ben.comment(change.number, `/countersign approve ${headSha}`);
  return change;
}

async function setLabel({ world, as, repositoryPath }: Stage, login: string, number: number): Promise<void> {
  if (world.face === "github")
    await as(login).send("POST", `${repositoryPath}/issues/${number}/labels`, { labels: [agreed] });
  else await as(login).send("PUT", `${repositoryPath}/merge_requests/${number}`, { add_labels: agreed });
}

async function removeLabel({ world, as, repositoryPath }: Stage, login: string, number: number): Promise<void> {
  if (world.face === "github") await as(login).send("DELETE", `${repositoryPath}/issues/${number}/labels/${agreed}`);
  else await as(login).send("PUT", `${repositoryPath}/merge_requests/${number}`, { remove_labels: agreed });
}
