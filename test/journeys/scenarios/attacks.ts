import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { repositoryByName } from "../../forge/model/model.ts";
import { cohortDag } from "../../world/files.ts";
import {
  adopt,
  beginGoverned,
  isSuccess,
  mergePast,
  mergeWhenApproved,
  propose,
  untilCheck,
} from "../../world/steps.ts";
import { until } from "../../world/until.ts";
import type { World } from "../../world/world.ts";
import type { Scenario } from "../scenario.ts";

const dag = "dags/a.py";

async function untilAlert(world: World, text: string): Promise<void> {
  const { ben } = world.people;
  await until(
    `an alert about ${text}`,
    async () => (await ben.listAlerts()).some(({ title, isOpen }) => isOpen && title.includes(text)),
    { seen: () => ben.listAlerts() },
  );
}

/** A forge counts in whole seconds, and what came in the same one may have come before. */
const untilNextSecond = (): Promise<void> => sleep(1_100);

/** The gate as a careless operator sets it up: administrators may rewrite main. */
function allowForcePushes(world: World): void {
  for (const branch of repositoryByName(world.forge.model, "acme/study").protectedBranches)
    branch.allowForcePush = true;
}

export const attackScenarios: readonly Scenario[] = [
  {
    name: "each commit of one direct push can be countersigned",
    isQuick: true,
    async play(world) {
      const { ben, eve } = world.people;
      await beginGoverned(world);
      const first = await eve.push({ branch: "side", files: { "README.md": "# One\n" }, message: "One" });
      await eve.push({ branch: "side", files: { [dag]: cohortDag }, message: "Two" });
      await eve.git("push", "--quiet", "origin", "refs/remotes/origin/side:refs/heads/main");
      const tip = await eve.readTip("main");
      await untilAlert(world, first.slice(0, 7));
      await ben.commentOnCommit(first, `/countersign approve ${first}`);
      await untilAlert(world, tip.slice(0, 7));
      expect(await world.node.readDag(dag)).toBeNull();
      await ben.commentOnCommit(tip, `/countersign approve ${tip}`);
      await until("the DAG on the node", () => world.node.readDag(dag));
    },
  },
  {
    name: "a change into a branch that is gone holds nothing up",
    async play(world) {
      const { ada, ben, eve } = world.people;
      await beginGoverned(world);
      await ada.git("push", "--quiet", "origin", "refs/remotes/origin/main:refs/heads/feature");
      await ada.push({ branch: "topic", files: { [dag]: cohortDag }, message: "Add a DAG" });
      const number = await ada.openChange({ branch: "topic", title: "Add a DAG", base: "feature" });
      await mergePast(world, number);
      await eve.git("fetch", "--quiet", "origin");
      await eve.git("push", "--quiet", "origin", "refs/remotes/origin/feature:refs/heads/main", ":refs/heads/feature");
      const tip = await eve.readTip("main");
      await untilAlert(world, tip.slice(0, 7));
      await ben.commentOnCommit(tip, `/countersign approve ${tip}`);
      await until("the DAG on the node", () => world.node.readDag(dag));
    },
  },
  {
    name: "an adoption is for once: who sets the branch back to it adopts nothing, and it is the newest when it is adopted again",
    async play(world) {
      const { ada, ben, cleo, eve } = world.people;
      allowForcePushes(world);
      await world.service.start();
      const baseline = await adopt(world);
      const number = await propose(ada, "one", "One", { [dag]: cohortDag });
      await ben.approve(number);
      await mergeWhenApproved(world, ben, number);
      await until("the DAG on the node", () => world.node.readDag(dag));

      await untilNextSecond();
      await eve.git("push", "--quiet", "--force", "origin", `${baseline}:refs/heads/main`);
      await untilAlert(world, "was rewritten");
      expect(await world.node.readDag(dag)).not.toBeNull();

      await untilNextSecond();
      await cleo.commentOnCommit(baseline, `/countersign adopt ${baseline}`);
      await until("the DAG gone", async () => (await world.node.readDag(dag)) === null);
      const other = cohortDag.replaceAll("acme_cohort", "acme_two");
      await ada.git("checkout", "--quiet", "-B", "two", "origin/main");
      const next = await propose(ada, "two", "Two", { "dags/two.py": other });
      await ben.approve(next);
      await mergeWhenApproved(world, ben, next);
      await until("the other DAG on the node", () => world.node.readDag("dags/two.py"));
      expect(await world.node.readDag(dag)).toBeNull();
    },
  },
  {
    name: "who pushed to a change cannot countersign its squash",
    options: { webhooks: false },
    async play(world) {
      const { ada, ben, cleo, eve } = world.people;
      await beginGoverned(world);
      const number = await propose(ada, "one", "One", { "dags/b.py": "# one\n" });
      await ben.push({ branch: "one", files: { [dag]: cohortDag }, message: "By ben" });
      await untilCheck(world, number, "approval", (check) => !isSuccess(check));
      if (world.face === "github") await eve.merge(number, "squash");
      else await world.mergeAsBot(number, { squash: true });
      const { mergedAs } = await ada.readChange(number);
      await untilAlert(world, (mergedAs ?? "").slice(0, 7));
      await ben.commentOnCommit(mergedAs ?? "", `/countersign approve ${mergedAs}`);
      await cleo.commentOnCommit(mergedAs ?? "", `/countersign approve ${mergedAs}`);
      await sleep(5_000);
      expect(await world.node.readDag(dag)).toBeNull();
    },
  },
];
