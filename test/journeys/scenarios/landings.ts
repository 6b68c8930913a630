import { expect } from "vitest";
import { cohortDag } from "../../world/files.ts";
import {
  adopt,
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

async function approved(world: World, branch: string, files: Readonly<Record<string, string>>): Promise<number> {
  const { ada, ben } = world.people;
  const number = await propose(ada, branch, `Change ${branch}`, files);
  await untilCheck(world, number, "validation", isSuccess);
  await ben.approve(number);
  await untilCheck(world, number, "approval", isSuccess);
  return number;
}

/** Long enough for the service to have looked at a push, and to have deployed it if it were to. */
async function untilAlerted(world: World, sha: string): Promise<void> {
  await until(`an alert about ${sha}`, async () =>
    (await world.people.ben.listAlerts()).some(({ title, isOpen }) => isOpen && title.includes(sha.slice(0, 7))),
  );
}

export const landingScenarios: readonly Scenario[] = [
  {
    name: "a squash of an approved change is deployed",
    async play(world) {
      await beginGoverned(world);
      const number = await approved(world, "dag", { [dag]: cohortDag });
      if (world.face === "github") await world.people.ben.merge(number, "squash");
      else await world.mergeAsBot(number, { squash: true });
      await until("the DAG on the node", () => world.node.readDag(dag));
      await untilTold(world, number, /deployed/);
    },
  },
  {
    name: "an approval given before the latest push does not deploy what an administrator merges",
    isQuick: true,
    async play(world) {
      const { ada, ben } = world.people;
      await beginGoverned(world);
      const number = await approved(world, "dag", { [dag]: cohortDag });
      await ada.push({ branch: "dag", files: { [dag]: `${cohortDag}# more\n` }, message: "More" });
      await untilCheck(world, number, "approval", (check) => !isSuccess(check));
      await mergePast(world, number);
      const { mergedAs } = await ben.readChange(number);
      await untilAlerted(world, mergedAs ?? "");
      expect(await world.node.readDag(dag)).toBeNull();
      await untilTold(world, number, /nothing was deployed/);
    },
  },
  {
    name: "an approved change that is merged past its failed validation is deployed when the commit is countersigned",
    async play(world) {
      const { ada, ben } = world.people;
      await beginGoverned(world);
      const bad = `${cohortDag}password = "9f86d081884c7d65"\n`;
      const number = await propose(ada, "dag", "Change dag", { [dag]: bad });
      await untilCheck(world, number, "validation", (check) => !isSuccess(check));
      await ben.approve(number);
      await untilCheck(world, number, "approval", isSuccess);
      await mergePast(world, number);
      const sha = (await ben.readChange(number)).mergedAs ?? "";
      await untilAlerted(world, sha);
      await untilTold(world, number, /merged with a failed validation, nothing was deployed/);
      expect(await world.node.readDag(dag)).toBeNull();

      await ben.commentOnCommit(sha, `/countersign approve ${sha}`);
      await until("the DAG on the node", () => world.node.readDag(dag));
    },
  },
  {
    name: "a direct push is not deployed, nor anything on top of it; its revert needs no approval",
    async play(world) {
      const { ben, eve } = world.people;
      await beginGoverned(world);
      const bad = await eve.push({ branch: "main", files: { "dags/bad.py": "# bad\n" }, message: "Past the gate" });
      await untilAlerted(world, bad);
      const number = await approved(world, "dag", { [dag]: cohortDag });
      await mergeWhenApproved(world, ben, number);
      await untilTold(world, number, /merged|Countersign/);
      expect(await world.node.readDag("dags/bad.py")).toBeNull();
      expect(await world.node.readDag(dag)).toBeNull();

      await eve.push({ branch: "main", files: { "dags/bad.py": null, [dag]: null }, message: "Back" });
      await until("the alert closed", async () =>
        (await ben.listAlerts()).every(({ title, isOpen }) => !isOpen || !title.includes(bad.slice(0, 7))),
      );
      expect(await world.node.readDag("dags/bad.py")).toBeNull();
    },
  },
  {
    name: "several approved changes that land while the service is down are all deployed",
    async play(world) {
      const { ben } = world.people;
      await beginGoverned(world);
      const first = await approved(world, "one", { "dags/one.py": cohortDag });
      const second = await approved(world, "two", { "dags/two.py": cohortDag.replaceAll("acme_cohort", "acme_two") });
      await world.service.kill();
      for (const number of [first, second]) {
        if (world.face === "github") await ben.merge(number);
        else await world.mergeAsBot(number);
      }
      await world.service.start();
      await until(
        "both DAGs on the node",
        async () => (await world.node.readDag("dags/one.py")) && world.node.readDag("dags/two.py"),
      );
      await untilTold(world, first, /deployed/);
      await untilTold(world, second, /deployed/);
    },
  },
  {
    name: "only a controller of the node adopts a baseline",
    async play(world) {
      const { cleo, eve } = world.people;
      await world.service.start();
      await until("the alert", async () => (await cleo.listAlerts()).find(({ title }) => title.includes("baseline")));
      const tip = await eve.readTip("main");
      await eve.commentOnCommit(tip, `/countersign adopt ${tip}`);
      await adopt(world);
      expect(await world.node.readDag("README.md")).toBe("# Study\n");
    },
  },
  {
    name: "a DAG directory that cannot be written is reported, and deployed to when it is mended",
    async play(world) {
      const { ben } = world.people;
      await beginGoverned(world);
      const number = await approved(world, "dag", { [dag]: cohortDag });
      await world.node.breakDagDirectory();
      const sha = await mergeWhenApproved(world, ben, number);
      await until("a deployment that says so", async () =>
        (await ben.listDeployments(sha)).some(({ state }) => state !== "success"),
      );
      await world.node.mendDagDirectory();
      await until("the DAG on the node", () => world.node.readDag(dag), { timeoutMs: 60_000 });
    },
  },
];
