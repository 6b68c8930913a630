import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { updateBranch } from "../forge/model/merges.ts";
import { until } from "../world/until.ts";
import type { Attack } from "./attack.ts";
import { idOf, type Stage } from "./stage.ts";
import {
  openApproved,
  openAs,
  pushMore,
  untilApproved,
  untilNotApproved,
  untilSeen,
  whileWebhooksAreLost,
} from "./stories.ts";

export const timingAttacks: readonly Attack[] = [
  {
    name: "a push in the very second of the approval",
    theme: "timing",
    async play(stage, isAttack) {
      const { ada, ben } = stage.people;
      const { clock } = stage.world.forge.model;
      const change = await openAs(stage);
      await untilSeen(stage, change.number);
      await whileWebhooksAreLost(stage, async () => {
        clock.setStep(isAttack ? 0 : 1_000);
        clock.advance(-60_000); // it waits at its last second
        await ben.approve(change.number);
        const { headSha } = stage.change(change.number);
        if (isAttack) {
          await pushMore(stage, ada, change.branch);
          // The push, too, is of that second.
          await until("a push", async () => stage.change(change.number).headSha !== headSha);
        }
        clock.advance(60_000);
        clock.setStep(1_000);
      });
      await ben.comment(change.number, "/countersign recheck");
      return change;
    },
    decided: "pending",
    said: {
      github: "the approval of ben does not count: given on …, 1 commit ago",
      gitlab: "the approval of ben does not count: it is not known for which commit it was given",
    },
  },
  {
    name: "approval, force push away, force push back",
    theme: "timing",
    async play(stage, isAttack) {
      const { ada, ben } = stage.people;
      const change = await openAs(stage);
      await ben.approve(change.number);
      if (!isAttack) return change;
      await untilApproved(stage, change.number);
      const other = await pushMore(stage, ada, `${change.branch}-other`);
      for (const sha of [other, change.head])
        await ada.git("push", "--quiet", "--force", "origin", `${sha}:refs/heads/${change.branch}`);
      await untilNotApproved(stage, change.number);
      return change;
    },
    decided: "pending",
    said: "the approval of ben does not count: given no later than … became the head",
  },
  {
    name: "a review of an old commit arrives late, while no webhook comes through",
    theme: "timing",
    async play(stage, isAttack) {
      const { ada, ben } = stage.people;
      const change = await whileWebhooksAreLost(stage, async () => {
        const opened = await openAs(stage);
        if (isAttack && stage.world.face === "github") await pushMore(stage, ada, opened.branch);
        await approveCommit(stage, opened.number, opened.head);
        if (isAttack && stage.world.face === "gitlab") await pushMore(stage, ada, opened.branch);
        return opened;
      });
      await ben.comment(change.number, "/countersign recheck");
      return change;
    },
    decided: "pending",
    said: "the approval of ben does not count: given on …, 1 commit ago",
  },
  {
    name: "the forge stamps the review anew with the head (`Update branch`), after it was seen",
    theme: "timing",
    faces: ["github"],
    async play(stage, isAttack) {
      const change = await openApproved(stage);
      if (isAttack) await restamp(stage, change.number);
      return change;
    },
    decided: "pending",
    said: "the approval of ben does not count: given on …, … ago",
  },
  {
    name: "the forge stamps the review anew with the head, before anybody saw the review",
    theme: "timing",
    faces: ["github"],
    async play(stage, isAttack) {
      const { ben } = stage.people;
      const change = await whileWebhooksAreLost(stage, async () => {
        const opened = await openAs(stage);
        await ben.approve(opened.number);
        if (isAttack) await restamp(stage, opened.number);
        return opened;
      });
      await ben.comment(change.number, "/countersign recheck");
      return change;
    },
    decided: "pending",
    said: "the approval of ben does not count: given no later than … became the head",
  },
  {
    name: "a commit that says it is older than the approval is pushed after it",
    theme: "timing",
    async play(stage, isAttack) {
      const change = await openApproved(stage);
      if (isAttack) await pushBackdated(stage, change.branch);
      return change;
    },
    decided: "pending",
    said: "the approval of ben does not count: …, 1 commit ago",
  },
  {
    name: "the forge's clock is set back between the approval and a push",
    theme: "timing",
    async play(stage, isAttack) {
      const { ada } = stage.people;
      const { clock } = stage.world.forge.model;
      const change = await openApproved(stage);
      if (!isAttack) return change;
      const now = Date.parse(clock.now());
      clock.set(new Date(now - 30_000).toISOString());
      await pushMore(stage, ada, change.branch);
      clock.set(new Date(now + 60_000).toISOString());
      return change;
    },
    decided: { github: "pending", gitlab: "failed" },
    said: {
      github: "the approval of ben does not count: …, 1 commit ago",
      gitlab: "It is not known who pushed to the change.",
    },
  },
  {
    name: "a commit slips in between the approval and the merge",
    theme: "timing",
    async play(stage, isAttack) {
      const { ada, ben } = stage.people;
      const change = await openApproved(stage);
      if (!isAttack) return change;
      const fault = { kind: "delay", ms: 4_000 } as const;
      const isMerging = stage.world.forge.faults.requests.add({ method: "PUT", path: "/merge$", fault });
      await ben.comment(change.number, "/countersign merge");
      await until("the merge to be asked for", async () => isMerging());
      await pushMore(stage, ada, change.branch);
      return change;
    },
    decided: "pending",
    said: "Not merged: The head of … is another commit by now.",
  },
  {
    name: "webhooks of an earlier approval are sent again, signed as they were",
    theme: "timing",
    async play(stage, isAttack) {
      const { ada } = stage.people;
      const change = await openApproved(stage);
      if (isAttack) {
        await pushMore(stage, ada, change.branch);
        await untilNotApproved(stage, change.number);
      }
      await replayDeliveries(stage);
      return change;
    },
    decided: "pending",
    said: "the approval of ben does not count: given on …, 1 commit ago",
  },
];

/** GitHub's review names the commit that was read; GitLab's approval is of what is there. */
async function approveCommit(stage: Stage, number: number, sha: string): Promise<void> {
  if (stage.world.face === "gitlab") return stage.people.ben.approve(number);
  const review = { event: "APPROVE", commit_id: sha };
  await stage.as("ben").send("POST", `${stage.repositoryPath}/pulls/${number}/reviews`, review);
}

/** As the button does: a merge of the base into the branch, which ada may push onto afterwards. */
async function restamp(stage: Stage, number: number): Promise<void> {
  const change = stage.change(number);
  const { model } = stage.world.forge;
  await pushMore(stage, stage.people.ada, change.head.branch);
  for (const review of change.reviews) review.commitSha = change.headSha;
  await updateBranch(model, stage.repository(), change, { actorId: idOf(stage.world, "ada") });
}

/** A commit on the branch's tip with dates of the year 2001, as git lets anybody write them. */
async function pushBackdated(stage: Stage, branch: string): Promise<void> {
  const { ada } = stage.people;
  const sha = await pushMore(stage, ada, `${branch}-draft`);
  const tip = await ada.readTip(branch);
  const tree = await ada.git("merge-tree", "--write-tree", tip, sha);
  const who = "ada <ada@acme.example> 1000000000 +0000";
  const text = `tree ${tree}\nparent ${tip}\nauthor ${who}\ncommitter ${who}\n\nOld work\n`;
  const file = join(stage.world.directory, `${branch}.commit`);
  await writeFile(file, text);
  const old = await ada.git("hash-object", "-t", "commit", "-w", file);
  await ada.git("push", "--quiet", "origin", `${old}:refs/heads/${branch}`);
}

/** Once under the same id, and once under a new one: the signature is of the body alone. */
async function replayDeliveries(stage: Stage): Promise<void> {
  const { hooks } = stage.world.forge;
  await hooks.settle();
  for (const delivery of hooks.deliveries.slice(-40)) {
    for (const id of [delivery.guid, randomUUID()]) {
      const ids = { "x-github-delivery": id, "webhook-id": id, "x-gitlab-event-uuid": id, "idempotency-key": id };
      const known = Object.fromEntries(
        Object.entries(delivery.headers).map(([key, value]) => [key.toLowerCase(), value]),
      );
      const renamed = Object.fromEntries(Object.entries(ids).filter(([key]) => key in known));
      await fetch(delivery.url, { method: "POST", headers: { ...known, ...renamed }, body: delivery.body });
    }
  }
}
