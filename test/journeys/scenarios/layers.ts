import { expect } from "vitest";
import { cohortDag, policyFor } from "../../world/files.ts";
import { isFailure, isSuccess, propose, untilCheck, untilTold } from "../../world/steps.ts";
import { until } from "../../world/until.ts";
import type { Face, World } from "../../world/world.ts";
import type { Scenario } from "../scenario.ts";

/** The stories' policy as the organisation's own, all of it enforced. */
function enforced(face: Face): string {
  return policyFor(face).replace("version: 1\n", "version: 1\nenforced: true\n");
}

function keeperOf({ keeper }: World) {
  if (keeper === null) throw new Error("the organisation keeps no policy in this story");
  return keeper;
}

const weaker = `version: 1
people:
  data-controllers: { permissions: [read] }
counting: { author: allow }
requirements:
  - { name: everybody, require: { count: 1, from: data-controllers } }
`;

export const layerScenarios: readonly Scenario[] = [
  {
    name: "an organisation's policy governs a repository without one, and what it says anew holds at once",
    options: { hasPolicy: false, organisationPolicy: enforced },
    async play(world) {
      const { ada, ben } = world.people;
      const keeper = keeperOf(world);
      await world.service.start();
      const number = await propose(ada, "dag", "Add a DAG", { "dags/a.py": cohortDag });
      await untilTold(world, number, /data-controllers/);
      await ben.approve(number);
      await untilCheck(world, number, "approval", isSuccess);

      const stricter = enforced(world.face).replaceAll("count: 1", "count: 2");
      await keeper.push({ branch: "main", files: { "countersign.yml": stricter }, message: "Two of them" });
      await untilCheck(world, number, "approval", (check) => !isSuccess(check));
      await keeper.push({ branch: "main", files: { "countersign.yml": enforced(world.face) }, message: "One again" });
      await untilCheck(world, number, "approval", isSuccess);

      await keeper.push({ branch: "main", files: { "countersign.yml": null }, message: "Be rid of it" });
      await untilCheck(world, number, "approval", isFailure);
      await untilTold(world, number, /countersign\.yml[\s\S]*restore it/);
      await keeper.push({ branch: "main", files: { "countersign.yml": "version: 1\n" }, message: "On purpose" });
      await untilTold(world, number, /no policy/);
      await untilCheck(world, number, "approval", (check) => !isSuccess(check) && !isFailure(check));
    },
  },
  {
    name: "a policy that weakens the organisation's approves nothing, and says so on its lines",
    isQuick: true,
    options: { hasPolicy: false, organisationPolicy: enforced, files: { ".countersign.yml": weaker } },
    async play(world) {
      const { ada, ben, eve } = world.people;
      await world.service.start();
      const number = await propose(ada, "dag", "Add a DAG", { "dags/a.py": cohortDag });
      await ben.approve(number);
      await eve.approve(number);
      const check = await untilCheck(world, number, "approval", isFailure);
      expect(isSuccess(check)).toBe(false);
      await untilTold(
        world,
        number,
        /3:3[\s\S]*data-controllers[\s\S]*acme\/(\.github|countersign-policy):countersign\.yml[\s\S]*4:13/,
      );
    },
  },
  {
    name: "a change that brings a weaker policy is told on its line who enforces what",
    options: { hasPolicy: false, organisationPolicy: enforced },
    async play(world) {
      const { ada } = world.people;
      await world.service.start();
      const number = await propose(ada, "weaker", "Ask for less", { ".countersign.yml": weaker });
      await untilCheck(world, number, "validation", isFailure);
      await until("a comment on the line", async () =>
        (await ada.readChange(number)).threads.some(
          ({ path, line, body }) => path === ".countersign.yml" && line === 3 && /enforces/.test(body),
        ),
      );
    },
  },
  {
    name: "a requirement that the organisation enforces blocks while the repository only observes",
    options: {
      hasPolicy: false,
      organisationPolicy: (face) => policyFor(face).replace("  - name:", "  - enforced: true\n    name:"),
      files: { ".countersign.yml": "version: 1\nmode: observe\n" },
    },
    async play(world) {
      const { ada, cleo } = world.people;
      await world.service.start();
      const docs = await propose(ada, "docs", "Explain", { "NOTES.md": "more\n" });
      await cleo.approve(docs);
      await untilCheck(world, docs, "approval", isSuccess);
      const dag = await propose(ada, "dag", "Add a DAG", { "dags/a.py": cohortDag });
      await cleo.approve(dag);
      await untilTold(world, dag, /data-controllers/);
      await untilCheck(world, dag, "approval", ({ title }) => title !== "");
      expect(isSuccess(await untilCheck(world, dag, "approval", () => true))).toBe(false);
    },
  },
];
