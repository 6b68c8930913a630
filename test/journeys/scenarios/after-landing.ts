import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { cohortDag, jobRequest } from "../../world/files.ts";
import {
  beginGoverned,
  isSuccess,
  mergePast,
  mergeWhenApproved,
  propose,
  untilCheck,
  untilTold,
} from "../../world/steps.ts";
import { until } from "../../world/until.ts";
import type { World } from "../../world/world.ts";
import type { Scenario } from "../scenario.ts";

const dag = "dags/a.py";
const otherDag = cohortDag.replaceAll("acme_cohort", "acme_other");

async function land(world: World, branch: string, files: Readonly<Record<string, string>>): Promise<number> {
  const { ada, ben } = world.people;
  await ada.git("checkout", "--quiet", "-B", branch, "origin/main");
  const number = await propose(ada, branch, `Change ${branch}`, files);
  await untilCheck(world, number, "validation", isSuccess);
  await ben.approve(number);
  await mergeWhenApproved(world, ben, number);
  return number;
}

const untilLive = (world: World, path: string) => until(`${path} on the node`, () => world.node.readDag(path));
const untilGone = (world: World, path: string) =>
  until(`${path} gone from the node`, async () => (await world.node.readDag(path)) === null);

function untilAlert(world: World, text: RegExp, isOpen = true): Promise<boolean> {
  const { ben } = world.people;
  return until(
    `an alert ${text}, ${isOpen ? "open" : "closed"}`,
    async () => (await ben.listAlerts()).some((alert) => text.test(alert.title) && alert.isOpen === isOpen),
    { seen: () => ben.listAlerts() },
  );
}

const rollsBack = { policyMore: "after-landing: { on-withdrawal: rollback }\n" };

export const afterLandingScenarios: readonly Scenario[] = [
  {
    name: "an approval that is withdrawn after the landing takes the release back, and another one brings it again",
    options: rollsBack,
    async play(world) {
      const { ben, eve } = world.people;
      await beginGoverned(world);
      const number = await land(world, "one", { [dag]: cohortDag });
      await untilLive(world, dag);
      await eve.comment(number, "/countersign reject");
      await ben.comment(number, "/countersign withdraw");
      await untilGone(world, dag);
      await untilTold(world, number, /no longer approved, rolled back/);
      await untilTold(world, number, /It landed already\. `\w{7}` is live again/);
      await untilAlert(world, /is no longer approved, and main is rolled back to/);

      const next = await land(world, "two", { "dags/two.py": otherDag });
      await untilTold(world, next, /held back with what it is stacked on/);
      await world.service.kill();
      await world.service.start();
      await sleep(3_000);
      expect(await world.node.readDag(dag)).toBeNull();
      expect(await world.node.readDag("dags/two.py")).toBeNull();

      const { head } = await ben.readChange(number);
      await ben.comment(number, `/countersign approve ${head}`);
      await untilLive(world, dag);
      await untilLive(world, "dags/two.py");
      await untilAlert(world, /is no longer approved/, false);
      await untilTold(world, next, /Countersign: deployed/);
    },
  },
  {
    name: "without a word in the policy people are told of a withdrawal, and roll back by a command that stays through a restart",
    async play(world) {
      const { ada, ben } = world.people;
      await beginGoverned(world);
      const number = await land(world, "one", { [dag]: cohortDag });
      await untilLive(world, dag);
      await ben.comment(number, "/countersign hold");
      await untilTold(world, number, /no longer approved, still live/);
      await untilAlert(world, /is no longer approved, and main still has it live/);
      expect(await world.node.readDag(dag)).toBe(cohortDag);
      await ben.comment(number, "/countersign unhold");
      await untilAlert(world, /is no longer approved/, false);

      await ada.comment(number, "/countersign rollback");
      await untilTold(world, number, /`rollback` is for members of data-controllers/);
      await ben.comment(number, "/countersign rollback");
      await untilGone(world, dag);
      await untilTold(world, number, /Countersign: rolled back/);
      await world.service.kill();
      await world.service.start();
      await sleep(3_000);
      expect(await world.node.readDag(dag)).toBeNull();

      await ben.comment(number, "/countersign deploy");
      await untilLive(world, dag);
      await untilAlert(world, /main is rolled back/, false);
    },
  },
  {
    name: "a rollback ends when something lands, and an exact revert of what was rolled back needs no approval",
    async play(world) {
      const { ben, eve } = world.people;
      await beginGoverned(world);
      const number = await land(world, "one", { [dag]: cohortDag });
      await untilLive(world, dag);
      await ben.comment(number, "/countersign rollback");
      await untilGone(world, dag);
      await untilTold(world, number, /Countersign: rolled back/);
      await eve.push({ branch: "main", files: { [dag]: null }, message: "Back" });
      await untilAlert(world, /main is rolled back/, false);
      expect((await ben.listAlerts()).filter(({ isOpen }) => isOpen)).toEqual([]);
      await land(world, "two", { "dags/two.py": otherDag });
      await untilLive(world, "dags/two.py");
      expect(await world.node.readDag(dag)).toBeNull();
    },
  },
  {
    name: "a rollback is for what landed",
    async play(world) {
      const { ada, ben } = world.people;
      await beginGoverned(world);
      const number = await propose(ada, "one", "One", { [dag]: cohortDag });
      await ben.comment(number, "/countersign rollback");
      await untilTold(world, number, /It has not landed/);
    },
  },
  {
    name: "a job request whose approval is withdrawn is not run",
    async play(world) {
      const { ben } = world.people;
      await beginGoverned(world);
      const number = await land(world, "job", {
        "dags/cohort.py": cohortDag,
        "jobs/cohort.yml": jobRequest("min_age"),
      });
      await untilTold(world, number, /queued/);
      await ben.comment(number, "/countersign withdraw");
      await untilTold(world, number, /: cancelled\. It was taken back before the node took it/);
      world.node.startConsumer();
      await sleep(1_500);
      expect((await world.people.ada.listChanges()).some(({ headBranch }) => /results/.test(headBranch))).toBe(false);
    },
  },
  {
    name: "a commit that was countersigned is taken back on the commit, also with webhooks off",
    options: { ...rollsBack, webhooks: false },
    async play(world) {
      const { ben, cleo, eve } = world.people;
      await beginGoverned(world);
      const sha = await eve.push({ branch: "main", files: { [dag]: cohortDag }, message: "Past the gate" });
      await untilAlert(world, new RegExp(sha.slice(0, 7)));
      await ben.commentOnCommit(sha, `/countersign approve ${sha}`);
      await untilLive(world, dag);
      await ben.commentOnCommit(sha, "/countersign withdraw");
      await untilGone(world, dag);
      await until("an answer on the commit", async () =>
        (await cleo.listCommitComments(sha)).some((body) => /It landed already\..*is live again/.test(body)),
      );
    },
  },
  {
    name: "a change that was merged past the gate and countersigned is taken back where it is spoken of, on the change",
    options: rollsBack,
    async play(world) {
      const { ada, ben } = world.people;
      await beginGoverned(world);
      const number = await propose(ada, "one", "One", { [dag]: cohortDag });
      await untilCheck(world, number, "validation", isSuccess);
      await mergePast(world, number);
      const sha = await ada.readTip("main");
      await untilAlert(world, new RegExp(sha.slice(0, 7)));
      await ben.commentOnCommit(sha, `/countersign approve ${sha}`);
      await untilLive(world, dag);
      await ben.comment(number, "/countersign reject");
      await untilGone(world, dag);
      await untilTold(world, number, new RegExp(`It landed already, as ${sha}, which was countersigned itself`));
    },
  },
  {
    name: "with webhooks off a withdrawal after the landing is heard, too",
    options: { ...rollsBack, webhooks: false },
    async play(world) {
      const { ben } = world.people;
      await beginGoverned(world);
      const number = await land(world, "one", { [dag]: cohortDag });
      await untilLive(world, dag);
      await ben.comment(number, "/countersign withdraw");
      await untilGone(world, dag);
      await untilTold(world, number, /no longer approved, rolled back/);
    },
  },
];
