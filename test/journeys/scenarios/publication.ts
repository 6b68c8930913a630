import { readdir } from "node:fs/promises";
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

const extraDag = cohortDag.replaceAll("acme_cohort", "acme_extra");

interface Proposed {
  readonly number: number;
  readonly branch: string;
  /** Of the `.dvc` file. */
  readonly path: string;
  readonly text: string;
}

/** ada asked for a run, ben agreed, and its results wait to be published. */
async function proposeResults(world: World): Promise<Proposed> {
  const { ada, ben } = world.people;
  await beginGoverned(world);
  const number = await propose(ada, "job", "Ask for a run", {
    "dags/cohort.py": cohortDag,
    "jobs/cohort.yml": jobRequest("min_age"),
  });
  await untilCheck(world, number, "validation", isSuccess);
  await ben.approve(number);
  await mergeWhenApproved(world, ben, number);
  world.node.startConsumer();
  const found = await until("the result change", async () =>
    (await ada.listChanges()).find(({ headBranch }) => headBranch.startsWith("countersign/results/")),
  );
  const [id = ""] = await world.node.listRuns();
  const path = `results/cohort/${id}.dvc`;
  const text = `${await ada.git("show", `refs/remotes/origin/${found.headBranch}:${path}`)}\n`;
  return { number: found.number, branch: found.headBranch, path, text };
}

export const publicationScenarios: readonly Scenario[] = [
  {
    name: "who adds a file to a result change has no say in it, and neither it nor the results go out without somebody else",
    async play(world) {
      const { ben } = world.people;
      const { number, branch } = await proposeResults(world);
      await ben.push({ branch, files: { "dags/extra.py": extraDag }, message: "One thing more" });
      const { head } = await ben.readChange(number);
      await ben.comment(number, `/countersign approve ${head}`);
      await untilTold(world, number, /`ben` \(command\) does not count/);
      await untilCheck(world, number, "approval", (check) => !isSuccess(check));
      await mergePast(world, number);
      await untilTold(world, number, /nothing was deployed/);
      await sleep(1_000);
      expect(await readdir(world.node.publication)).toEqual([]);
      expect(await world.node.readDag("dags/extra.py")).toBeNull();
    },
  },
  {
    name: "the digest of results in somebody's own change publishes nothing, and the result change still does",
    async play(world) {
      const { ada, ben } = world.people;
      const { number, path, text } = await proposeResults(world);
      const own = await propose(ada, "own", "My results", { [path]: text, "dags/extra.py": extraDag });
      await untilCheck(world, own, "validation", isSuccess);
      await ben.approve(own);
      await mergeWhenApproved(world, ben, own);
      await until("the DAG on the node", () => world.node.readDag("dags/extra.py"));
      await sleep(1_000);
      expect(await readdir(world.node.publication)).toEqual([]);
      expect((await ada.readChange(number)).state).not.toBe("merged");
    },
  },
];
