import { expect } from "vitest";
import { cohortDag, policyFor } from "../../world/files.ts";
import {
  beginGoverned,
  checkOf,
  isFailure,
  isSuccess,
  mergeWhenApproved,
  propose,
  untilCheck,
  untilTold,
} from "../../world/steps.ts";
import { until } from "../../world/until.ts";
import type { Scenario } from "../scenario.ts";

/** What main has in turn, the first from the beginning, and what is said of it. */
const wrongPolicies: readonly (readonly [text: string | null, place: RegExp])[] = [
  [null, /2:1[\s\S]*requirements/],
  ["version: 1\nkinds:\n\tdag: x\n", /3:1/],
  ['version: 1\nkinds: { dag: ["dags/["] }\n', /2:[\s\S]*dags\/\[/],
  ["version: 1\nversion: 1\n", /2:1[\s\S]*version/],
];

export const policyScenarios: readonly Scenario[] = [
  {
    name: "without a policy nothing is approved, and the check says how to add one",
    options: { hasPolicy: false },
    async play(world) {
      const { ada, ben } = world.people;
      await world.service.start();
      const number = await propose(ada, "dag", "Add a DAG", { "dags/a.py": cohortDag });
      await ben.approve(number);
      const check = await untilCheck(world, number, "approval", ({ title }) => title !== "");
      expect(isSuccess(check)).toBe(false);
      await untilTold(world, number, /\.countersign\.yml/);
    },
  },
  {
    name: "a policy is read from the base branch, never from the change",
    isQuick: true,
    async play(world) {
      const { ada } = world.people;
      await beginGoverned(world);
      const number = await propose(ada, "weaker", "Ask for nothing", {
        ".countersign.yml": "version: 1\notherwise: { require: none }\n",
        "dags/a.py": cohortDag,
      });
      const check = await untilCheck(world, number, "approval", ({ title }) => title !== "");
      expect(isSuccess(check)).toBe(false);
      await untilTold(world, number, /data-controllers/);
    },
  },
  {
    name: "a policy that is pushed to the base is at once what open changes are judged by",
    options: { reconcileInterval: "10m" },
    async play(world) {
      const { ada, ben, eve } = world.people;
      await beginGoverned(world);
      const number = await propose(ada, "dag", "Add a DAG", { "dags/a.py": cohortDag });
      await ben.approve(number);
      await untilCheck(world, number, "approval", isSuccess);
      const stricter = policyFor(world.face).replaceAll("count: 1", "count: 2");
      await eve.push({ branch: "main", files: { ".countersign.yml": stricter }, message: "Two" });
      await untilCheck(world, number, "approval", (check) => !isSuccess(check));
    },
  },
  {
    name: "a policy that cannot be read approves nothing, and says where it is wrong",
    options: { files: { ".countersign.yml": "version: 1\nrequirments: []\n" } },
    async play(world) {
      const { ada, ben, eve } = world.people;
      await world.service.start();
      const number = await propose(ada, "dag", "Add a DAG", { "dags/a.py": cohortDag });
      await ben.approve(number);
      for (const [text, place] of wrongPolicies) {
        if (text !== null) {
          await eve.push({ branch: "main", files: { ".countersign.yml": text }, message: "Wrong" });
          await ada.comment(number, "/countersign recheck"); // rather than to wait until the service looks by itself
        }
        await untilTold(world, number, place);
        expect(isSuccess(await untilCheck(world, number, "approval", isFailure))).toBe(false);
      }
    },
  },
  {
    name: "a policy that a change would break is a finding on its line",
    async play(world) {
      const { ada } = world.people;
      await beginGoverned(world);
      const number = await propose(ada, "broken", "Break the policy", {
        ".countersign.yml": "version: 1\npeoples: {}\n",
      });
      await untilCheck(world, number, "validation", ({ outcome }) => /^fail/.test(outcome));
      await until("a comment on the line", async () =>
        (await ada.readChange(number)).threads.some(({ path, line }) => path === ".countersign.yml" && line === 2),
      );
    },
  },
  {
    name: "a group that does not exist makes the decision failed, not approved",
    options: {
      files: {
        ".countersign.yml":
          "version: 1\npeople: { owners: { teams: [acme/data-controlers] } }\notherwise: { require: { count: 1, from: owners } }\n",
      },
    },
    async play(world) {
      const { ada, ben } = world.people;
      await world.service.start();
      const number = await propose(ada, "dag", "Add a DAG", { "dags/a.py": cohortDag });
      await ben.approve(number);
      await untilCheck(world, number, "approval", ({ outcome }) => /^fail/.test(outcome));
      await untilTold(world, number, /data-controlers/);
    },
  },
  {
    name: "two changes with one head and base both show the worse decision",
    async play(world) {
      const { ada, ben } = world.people;
      await beginGoverned(world);
      const first = await propose(ada, "one", "Add a DAG", { "dags/a.py": cohortDag });
      await untilCheck(world, first, "validation", isSuccess);
      await ben.approve(first);
      await untilCheck(world, first, "approval", isSuccess);
      const second = await ada
        .copyBranch("one", "two")
        .then(() => ada.openChange({ branch: "two", title: "The same" }));
      await ada.comment(first, "/countersign recheck");
      await until("the check on their head to be that of the unapproved one", async () => {
        const checks = await Promise.all(
          [first, second].map(async (number) => checkOf(await ada.readChange(number), "approval")),
        );
        return checks.every((check) => check !== null && !isSuccess(check));
      });
      await untilTold(world, first, new RegExp(`shows the decision on .${second}, which has the same head`));
    },
  },
  {
    name: "a repeated, reordered delivery changes nothing",
    async play(world) {
      const { ada, ben } = world.people;
      world.forge.faults.deliveries.add({ fault: { kind: "duplicate", copies: 1 } });
      await beginGoverned(world);
      const number = await propose(ada, "dag", "Add a DAG", { "dags/a.py": cohortDag });
      await untilCheck(world, number, "validation", isSuccess);
      await ben.approve(number);
      await mergeWhenApproved(world, ben, number);
      await untilTold(world, number, /deployed/);
      const { comments } = await ada.readChange(number);
      expect(comments.filter(({ body }) => body.includes("countersign:summary"))).toHaveLength(1);
    },
  },
];
