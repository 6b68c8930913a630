import { spawnSync } from "node:child_process";
import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cohortDag } from "../world/files.ts";
import { type Face, groupNameOf, type WorldOptions } from "../world/seed-world.ts";
import {
  beginGoverned,
  checkOf,
  expectThat,
  isSuccess,
  linkOf,
  mergeWhenApproved,
  propose,
  untilCheck,
  untilTold,
} from "../world/steps.ts";
import { until } from "../world/until.ts";
import type { World } from "../world/world.ts";
import type { Step, Tell } from "./story.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const job = "jobs/mortality.yml";

/** ben and gail sit for the hospital, dora for the registry, finn for the university. */
const groups = {
  "hospital-controllers": ["ben", "gail"],
  "registry-controllers": ["dora"],
  "university-checkers": ["finn"],
} as const;

function policyOf(face: Face): string {
  const members = (name: keyof typeof groups) =>
    face === "github" ? `teams: [${groupNameOf(face, name)}]` : `groups: [${groupNameOf(face, name)}]`;
  return `version: 1
extends: tre
people:
  data-controllers: { organisation: hospital, ${members("hospital-controllers")} }
  registry-controllers: { organisation: registry, ${members("registry-controllers")} }
  output-checkers: { organisation: university, ${members("university-checkers")} }
requirements:
  - name: every organisation looks at results
    when: { changes: result }
    require: { count: 3, from: [data-controllers, registry-controllers, output-checkers], distinct: organisation }
`;
}

function jobRequest(agreement: string): string {
  return `version: 1
title: Mortality after admission
engine: { airflow: { dag_id: acme_cohort } }
parameters: { min_age: 18 }
inputs: [ { dataset: admissions, version: "2026-10" }, { dataset: deaths, version: "2026-10" } ]
outputs: [ { path: counts.csv, kind: table, max_rows: 500 } ]
purpose: Service evaluation of mortality within 30 days
${agreement}`;
}

/** A study of two datasets by three organisations: who must agree to what, and how it is proved afterwards. */
export function studyWorld(face: Face): Omit<WorldOptions, "face" | "webhooks"> {
  return {
    files: { ".countersign.yml": policyOf(face), "dags/cohort.py": cohortDag },
    groups,
    datasets: { admissions: "hospital-controllers", deaths: "registry-controllers" },
  };
}

export function tellStudy(): readonly Step[] {
  let [request, result] = [0, 0];
  return [
    { name: "a controller of the node adopts the study's repository as it is", play: begin },
    {
      name: "a job request without an agreement is approved by nobody",
      async play(world, tell) {
        request = await askWithoutAgreement(world, tell);
      },
    },
    {
      name: "the owners of each dataset agree, each for their own",
      play: (world, tell) => agreeOnRequest(world, tell, request),
    },
    {
      name: "results leave when three organisations have looked at them",
      async play(world, tell) {
        result = await releaseResults(world, tell);
      },
    },
    { name: "what runs on the node is proved from its bytes to those who approved it", play: prove },
    {
      name: "an approval that is withdrawn later takes the release back",
      play: (world, tell) => withdraw(world, tell, request, result),
    },
  ];
}

async function begin(world: World, tell: Tell): Promise<void> {
  await beginGoverned(world);
  tell("cleo adopted main, its policy (the preset `tre`, and the people of three organisations) with it");
}

async function askWithoutAgreement(world: World, tell: Tell): Promise<number> {
  const { ada, ben } = world.people;
  const number = await propose(ada, "mortality", "Ask for mortality after admission", { [job]: jobRequest("") });
  await ben.approve(number);
  await untilTold(world, number, /must name an agreement/);
  const check = checkOf(await ada.readChange(number), "approval");
  expectThat(check !== null && !isSuccess(check), "a request without an agreement is not approved");
  tell("ben approves, and the check still says that the request must name an agreement", await linkOf(world, number));
  await ada.push({
    branch: "mortality",
    files: { [job]: jobRequest("agreement: DPA-2026-014\n") },
    message: "Name it",
  });
  await untilCheck(world, number, "validation", isSuccess);
  return number;
}

async function agreeOnRequest(world: World, tell: Tell, number: number): Promise<void> {
  const { ben } = world.people;
  await ben.approve(number);
  await untilTold(world, number, /`admissions`\*\*: approved by ben.*⏳ \*\*dataset `deaths`/s);
  tell("ben agrees for the hospital's admissions: the owners of the deaths are awaited", await linkOf(world, number));

  await world.person("finn").approve(number);
  await untilTold(world, number, /finn[^\n]*does not count/);
  tell("finn of the university owns neither: his approval does not count", await linkOf(world, number));

  await world.person("dora").approve(number);
  await mergeWhenApproved(world, ben, number);
  world.node.startConsumer();
  await untilTold(world, number, /run-[0-9a-f]+[^\n]*succeeded/i);
  tell("dora agrees for the registry: approved, merged, and the run succeeded", await linkOf(world, number));
}

async function releaseResults(world: World, tell: Tell): Promise<number> {
  const { ada, ben } = world.people;
  const { number } = await until("the result change", async () =>
    (await ada.listChanges()).find(({ headBranch }) => headBranch.startsWith("countersign/results/")),
  );
  await ben.approve(number);
  await world.person("gail").approve(number);
  await untilTold(world, number, /gail[^\n]*does not count/);
  const check = checkOf(await ada.readChange(number), "approval");
  expectThat(check !== null && !isSuccess(check), "two people of one organisation are not two");
  tell("ben and gail approve: both sit for the hospital, so one of them counts", await linkOf(world, number));

  await world.person("dora").approve(number);
  await world.person("finn").approve(number);
  await mergeWhenApproved(world, ben, number);
  await untilTold(world, number, /published/);
  tell("dora and finn approve as well: three organisations, published", await linkOf(world, number));
  return number;
}

async function prove(world: World, tell: Tell): Promise<void> {
  const keys = join(world.directory, "pinned-keys.json");
  const told = await fetch(`${world.service.url}/.well-known/countersign/keys.json`);
  await writeFile(keys, await told.text());
  const live = join(world.node.dagDirectory, "study");
  const verify = () =>
    spawnSync(process.execPath, [main, "verify", live, "--keys", keys, "--node", world.node.file], {
      encoding: "utf8",
      cwd: world.directory,
    });
  const before = verify();
  expectThat(before.status === 0, `what is live is verified: ${before.stdout}${before.stderr}`);
  for (const name of ["ben", "dora", "finn"])
    expectThat(before.stdout.includes(name), `${name} is named: ${before.stdout}`);
  tell("`countersign verify` follows every byte on the node to its change, its policy and ben, dora and finn");

  await world.service.stop(); // else it mends what is tampered with
  await appendFile(join(live, "dags/cohort.py"), "# by hand\n");
  const after = verify();
  expectThat(after.status === 1 && /dags\/cohort\.py/.test(`${after.stdout}${after.stderr}`), "the edit is named");
  await world.service.start();
  await until("the edit mended", async () => (await world.node.readDag("dags/cohort.py")) === cohortDag);
  tell("one line added by hand is named; the service, started again, puts back what was approved");
}

async function withdraw(world: World, tell: Tell, request: number, result: number): Promise<void> {
  const resultFile = async () =>
    (await world.people.ada.git("ls-tree", "-r", "--name-only", "origin/main", "results/")).trim();
  await world.person("dora").comment(result, "/countersign withdraw");
  await untilTold(world, result, /no longer approved/);
  const [path = ""] = (await resultFile()).split("\n");
  await until("the results' metadata gone from the node", async () => (await world.node.readDag(path)) === null);
  expectThat((await world.node.readDag(job)) !== null, "the job request of the change before stays live");
  tell(
    `dora withdraws from the results: the node is back at the release before them, that of change ${request}`,
    await linkOf(world, result),
  );
}
