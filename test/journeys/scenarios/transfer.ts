import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { findOrganisation, repositoryByName } from "../../forge/model/model.ts";
import { transferRepository } from "../../forge/model/repositories.ts";
import type { Seed } from "../../forge/model/seed.ts";
import { cohortDag, policyFor } from "../../world/files.ts";
import { beginGoverned, isFailure, isSuccess, mergePast, propose, untilCheck, untilTold } from "../../world/steps.ts";
import { until } from "../../world/until.ts";
import type { Face, World } from "../../world/world.ts";
import type { Scenario } from "../scenario.ts";

const main = fileURLToPath(new URL("../../../src/main.ts", import.meta.url));
const dag = "dags/a.py";

function organisationPolicy(face: Face): string {
  return policyFor(face).replace("version: 1\n", "version: 1\nenforced: true\n");
}

/** bolt has Countersign, too, and most of the same people; its data controller is rosa. */
function bolt(face: Face): Seed {
  const people = ["ada", "ben", "cleo", "eve", "rosa"];
  if (face === "github") {
    const teams = [{ slug: "data-controllers", members: ["rosa"] }];
    const organisations = [{ login: "bolt", members: people.map((login) => ({ login })), teams }];
    return { organisations, installations: [{ app: "countersign", account: "bolt" }] };
  }
  const level: Readonly<Record<string, number>> = { cleo: 50, eve: 50, "countersign-bot": 40 };
  const members = [...people, "countersign-bot"].map((login) => ({ login, accessLevel: level[login] ?? 30 }));
  const controllers = [
    { login: "rosa", accessLevel: 30 },
    { login: "countersign-bot", accessLevel: 10 },
  ];
  return {
    organisations: [
      { login: "bolt", members },
      { login: "bolt-data-controllers", members: controllers },
    ],
  };
}

function policyOfBolt(face: Face): Seed {
  const name = face === "github" ? "bolt/.github" : "bolt/countersign-policy";
  const files = { "countersign.yml": organisationPolicy(face).replaceAll("acme", "bolt") };
  return { repositories: [{ name, isPrivate: true, commits: [{ by: "cleo", files }] }] };
}

async function transfer({ forge }: World): Promise<void> {
  const owner = findOrganisation(forge.model, "bolt");
  if (owner === null) throw new Error("there is no organisation bolt");
  const study = repositoryByName(forge.model, "acme/study");
  await transferRepository(forge.model, study, { kind: "organisation", id: owner.id });
}

/** The operator names the repository as it is called now. */
async function renameOnNode({ node, service }: World): Promise<void> {
  await service.kill();
  const text = await readFile(node.file, "utf8");
  await writeFile(node.file, text.replace('/acme/study"', '/bolt/study"'));
  await service.start();
}

/** Who approved what is live and under which policy, as is proved by the service's keys. */
async function verifyLive(world: World) {
  const keys = join(world.directory, "pinned.json");
  await writeFile(keys, await (await fetch(`${world.service.url}/.well-known/countersign/keys.json`)).text());
  const live = join(world.node.dagDirectory, "study");
  const args = ["verify", live, "--keys", keys, "--repository", "bolt/study", "--format", "json"];
  const { status, stdout } = spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });
  return { status, release: JSON.parse(stdout).release };
}

export const transferScenarios: readonly Scenario[] = [
  {
    name: "a repository that comes to another organisation keeps what is live; nothing is approved by the former one's policy any more",
    options: { hasPolicy: false, organisationPolicy, groups: { guests: ["rosa"] } },
    async play(world) {
      const { ada, ben } = world.people;
      await beginGoverned(world);
      const number = await propose(ada, "one", "One", { [dag]: cohortDag });
      await ben.approve(number);
      await untilCheck(world, number, "approval", isSuccess);

      await world.forge.seed(bolt(world.face));
      await transfer(world);
      await ben.comment(number, "/countersign recheck");
      await untilCheck(world, number, "approval", isFailure);
      await untilTold(world, number, /it governed this repository before that came to bolt/);

      await mergePast(world, number);
      await untilTold(world, number, /merged, and not deployed.*names `bolt\/study` there/s);
      await renameOnNode(world);
      await until("the alert of what is not approved", async () =>
        (await ben.listAlerts()).find(
          ({ title, isOpen }) => isOpen && /is not approved and was not deployed/.test(title),
        ),
      );
      expect(await world.node.readDag(dag)).toBeNull();
      expect(await world.node.readDag("README.md")).toBe("# Study\n");

      await world.forge.seed(policyOfBolt(world.face));
      await ben.comment(number, "/countersign recheck"); // ben is a controller of the node, and none of bolt's data
      await untilTold(world, number, /Waiting for 1 approval from data-controllers/);
      expect(await world.node.readDag(dag)).toBeNull();
      const { head } = await ada.readChange(number);
      await world.person("rosa").comment(number, `/countersign approve ${head}`);
      await until("the DAG on the node", () => world.node.readDag(dag));

      const { status, release } = await verifyLive(world);
      expect({ status, name: release.repository.name }).toEqual({ status: 0, name: "bolt/study" });
      expect(release.policy.name).toMatch(/^bolt\//);
      const groups = Object.fromEntries(
        release.approvers.map((one: { login: string; groups: string[] }) => [one.login, one.groups]),
      );
      expect(groups).toEqual({ rosa: ["data-controllers"], ben: ["node controllers"] });
    },
  },
];
