import { readdir } from "node:fs/promises";
import { expect } from "vitest";
import { cohortDag, jobRequest } from "../../world/files.ts";
import {
  beginGoverned,
  isFailure,
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

const job = "jobs/cohort.yml";

/** A governed repository with a DAG, and a job request that has landed. Answers the number of the job's change. */
async function requested(world: World, text: string, dag = cohortDag): Promise<number> {
  const { ada, ben } = world.people;
  await beginGoverned(world);
  const number = await propose(ada, "job", "Ask for a run", { "dags/cohort.py": dag, [job]: text });
  await untilCheck(world, number, "validation", isSuccess);
  await ben.approve(number);
  await mergeWhenApproved(world, ben, number);
  return number;
}

async function resultChange(world: World): Promise<number> {
  const found = await until("the result change", async () =>
    (await world.people.ada.listChanges()).find(({ headBranch }) => headBranch.startsWith("countersign/results/")),
  );
  return found.number;
}

/** What is wrong with a job request, and on which line; `null`: it is too large for lines. */
const wrongJobs: readonly (readonly [text: string, line: number | null])[] = [
  ["version: 1\ntitle: [\n", 2],
  [jobRequest("min_age").replace("purpose:", "title: Again\npurpose:"), 7],
  [jobRequest("min_age").replace("acme_cohort", "acme_cohrt"), 3],
  [`${jobRequest("min_age")}# ${"x".repeat(5 * 1024 * 1024)}\n`, null],
];

export const resultScenarios: readonly Scenario[] = [
  {
    name: "a job request that is not YAML, has a key twice, or names no DAG is a finding on its line; one of 5 MB a failure",
    async play(world) {
      const { ada } = world.people;
      await beginGoverned(world);
      for (const [index, [text, line]] of wrongJobs.entries()) {
        const files = { "dags/cohort.py": cohortDag, [job]: text };
        const number = await propose(ada, `job-${index}`, "Ask for a run", files);
        await untilCheck(world, number, "validation", isFailure);
        if (line === null) continue;
        await until(
          `a comment on line ${line}`,
          async () =>
            (await ada.readChange(number)).threads.some((thread) => thread.path === job && thread.line === line),
          { seen: async () => ada.readChange(number) },
        );
      }
    },
  },
  {
    name: "a run that fails is told, and nothing is proposed",
    async play(world) {
      const failing = jobRequest("min_age").replace("min_age: 18", "min_age: 18, fail: true");
      const number = await requested(
        world,
        failing,
        cohortDag.replace('"min_age": 18', '"min_age": 18, "fail": False'),
      );
      world.node.startConsumer();
      await untilTold(world, number, /failed/);
      expect(
        (await world.people.ada.listChanges()).some(({ headBranch }) => headBranch.startsWith("countersign/")),
      ).toBe(false);
    },
  },
  {
    name: "a result change that was edited publishes nothing",
    async play(world) {
      const { ada, ben } = world.people;
      await requested(world, jobRequest("min_age"));
      world.node.startConsumer();
      const number = await resultChange(world);
      const branch = (await ada.readChange(number)).headBranch;
      const [id = ""] = await world.node.listRuns();
      const edited = `outs:\n- md5: ${"0".repeat(32)}.dir\n  hash: md5\n  path: ${id}\n`;
      await ada.push({ branch, files: { [`results/cohort/${id}.dvc`]: edited }, message: "Another digest" });
      await ben.approve(number);
      await mergeWhenApproved(world, ben, number);
      await untilTold(world, number, /refused/);
      expect(await readdir(world.node.publication)).toEqual([]);
    },
  },
  {
    name: "results merged without approval are published when their commit is countersigned",
    isQuick: true,
    async play(world) {
      const { ben } = world.people;
      await requested(world, jobRequest("min_age"));
      world.node.startConsumer();
      const number = await resultChange(world);
      await untilCheck(world, number, "validation", isSuccess);
      await mergePast(world, number);
      await untilTold(world, number, /nothing was deployed/);
      expect(await readdir(world.node.publication)).toEqual([]);
      const sha = (await ben.readChange(number)).mergedAs ?? "";
      await ben.commentOnCommit(sha, `/countersign approve ${sha}`);
      await until(
        "the objects in the publication remote",
        async () => (await readdir(world.node.publication)).length > 0,
      );
      await untilTold(world, number, /published/);
    },
  },
  {
    name: "who asked for the run does not approve its results",
    async play(world) {
      const { ben } = world.people;
      await beginGoverned(world);
      const number = await propose(ben, "job", "Ask for a run", {
        "dags/cohort.py": cohortDag,
        [job]: jobRequest("min_age"),
      });
      await untilCheck(world, number, "validation", isSuccess);
      await ben.approve(number).catch(() => undefined); // GitHub does not take an author's approval
      const check = await untilCheck(world, number, "approval", ({ title }) => title !== "");
      expect(isSuccess(check)).toBe(false);
    },
  },
];
