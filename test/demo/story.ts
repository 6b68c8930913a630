import { brokenDag, cohortDag, jobRequest, leakyDag, mendedDag, policyFor } from "../world/files.ts";
import {
  checkOf,
  expectThat,
  isFailure,
  isSuccess,
  linkOf,
  mergeByForge,
  mergeWhenApproved,
  numberOf,
  propose,
  untilCheck,
  untilDeployed,
  untilTold,
} from "../world/steps.ts";
import { until } from "../world/until.ts";
import type { World } from "../world/world.ts";
import { pullWithDvc } from "./pull-with-dvc.ts";
import { verifyLive } from "./verify-live.ts";

/** What one step of the story tells: a line for the terminal. */
export type Tell = (line: string, link?: string) => void;

export interface Step {
  readonly name: string;
  /** Throws when the step had not its expected effect. */
  readonly play: (world: World, tell: Tell) => Promise<void>;
}

const imports = "dags/import_records.py";
const cohort = "dags/cohort.py";
const job = "jobs/cohort.yml";

/** The whole story, in its order: each step builds on those before it. `dvc` gives the path of a DVC client. */
export function tellStory(dvc: () => Promise<{ readonly dvc: string }>): readonly Step[] {
  return [
    { name: "the repository's history is adopted, and the first policy arrives as a change", play: begin },
    { name: "a syntax error and a password are found on their lines, and mended", play: validate },
    { name: "only a data controller's approval counts", play: approve },
    { name: "a push makes the approval old; approved again and merged, the DAG is on the node", play: deploy },
    { name: "an administrator's push is not deployed until a data controller countersigns it", play: pushPast },
    { name: "a job request is validated, approved, and runs exactly once", play: runJob },
    { name: "its results are proposed, approved and published", play: (world, tell) => publish(world, tell, dvc) },
    { name: "killed, and started again, the service deploys what was merged meanwhile", play: survive },
    { name: "what is live is proved from its bytes to its approver, and an edit is named", play: prove },
  ];
}

async function begin(world: World, tell: Tell): Promise<void> {
  const { ada, ben, cleo } = world.people;
  await world.service.start();
  const alert = await until("the alert that asks for a baseline", async () =>
    (await cleo.listAlerts()).find(({ title }) => title.includes("needs a baseline")),
  );
  const tip = await cleo.readTip("main");
  await cleo.commentOnCommit(tip, `/countersign adopt ${tip}`);
  await until("the baseline on the node", () => world.node.readDag("README.md"));
  tell(`cleo, a controller of the node, adopted ${tip.slice(0, 7)} as the baseline: it is live`, alert.url);

  const number = await propose(ada, "policy", "Add a policy", { ".countersign.yml": policyFor(world.face) });
  await untilCheck(world, number, "approval", (check) => check.outcome !== "success" && check.title !== "");
  await ben.approve(number);
  await mergeWhenApproved(world, ben, number);
  await until("the policy on the node", () => world.node.readDag(".countersign.yml"));
  tell("the first policy arrived as a change, which ben approved", await linkOf(world, number));
}

async function validate(world: World, tell: Tell): Promise<void> {
  const { ada } = world.people;
  const number = await propose(ada, "cohort", "Add the cohort DAGs", { [imports]: brokenDag, [cohort]: leakyDag });
  const failed = await untilCheck(world, number, "validation", (check) => isFailure(check));
  await until(
    "review comments on the two lines",
    async () => {
      const { threads } = await ada.readChange(number);
      const lines = threads.filter(({ isResolved }) => !isResolved).map(({ path, line }) => `${path}:${line}`);
      return lines.includes(`${cohort}:3`) && lines.some((line) => line.startsWith(`${imports}:`));
    },
    { seen: () => ada.readChange(number) },
  );
  expectThat(world.face === "gitlab" || failed.annotations.length >= 2, "the check has annotations for both");
  const { comments, threads } = await ada.readChange(number);
  expectThat(![...comments, ...threads].some(({ body }) => body.includes("hunter2")), "the password is not repeated");
  tell(`validation failed: "${failed.title}", with comments on the lines`, await linkOf(world, number));

  await ada.push({ branch: "cohort", files: { [imports]: mendedDag, [cohort]: cohortDag }, message: "Mend both" });
  await untilCheck(world, number, "validation", isSuccess);
  await until("the threads resolved", async () =>
    (await ada.readChange(number)).threads.every(({ isResolved }) => isResolved),
  );
  const awaited = await untilCheck(
    world,
    number,
    "approval",
    (check) => !isFailure(check) && check.title.includes("data-controllers"),
  );
  tell(
    `ada mended both: validation passes, the threads are resolved, approval says "${awaited.title}"`,
    await linkOf(world, number),
  );
}

async function approve(world: World, tell: Tell): Promise<void> {
  const { ada, ben, eve } = world.people;
  const number = await numberOf(ada, "cohort");
  const { head } = await ada.readChange(number);
  await ada.comment(number, `/countersign approve ${head}`);
  await eve.approve(number);
  await until(
    "the reasons why ada and eve do not count",
    async () => {
      const text = (await ada.readChange(number)).comments.map(({ body }) => body).join("\n");
      return /ada[^\n]*does not count/.test(text) && /eve[^\n]*does not count/.test(text);
    },
    { seen: () => ada.readChange(number) },
  );
  const still = checkOf(await ada.readChange(number), "approval");
  expectThat(still !== null && !isSuccess(still), "neither ada's nor eve's approval counts");
  tell("ada's own approval and eve's are ignored, and the summary says why", await linkOf(world, number));

  await ben.approve(number);
  await untilCheck(world, number, "approval", isSuccess);
  tell("ben, a data controller, approves: approved", await linkOf(world, number));
}

async function deploy(world: World, tell: Tell): Promise<void> {
  const { ada, ben } = world.people;
  const number = await numberOf(ada, "cohort");
  await ada.push({ branch: "cohort", files: { [cohort]: `${cohortDag}# counts only\n` }, message: "Say what it does" });
  await untilCheck(world, number, "approval", (check) => !isSuccess(check));
  await until(
    "the reason that ben approved an older commit",
    async () =>
      (await ada.readChange(number)).comments.some(({ body }) => /ben[^\n]*does not count[^\n]*\bago\b/.test(body)),
    { seen: () => ada.readChange(number) },
  );
  tell("ada pushed again: pending, since ben approved an older commit", await linkOf(world, number));

  await ben.approve(number);
  const sha = await mergeWhenApproved(world, ben, number);
  await until("the DAG on the node", async () => (await world.node.readDag(cohort))?.includes("counts only"));
  await untilTold(world, number, /deployed/);
  await untilDeployed(world, sha);
  tell(
    "approved again and merged: the DAG is live on the node, the change and the commit are told",
    await linkOf(world, number),
  );
}

async function pushPast(world: World, tell: Tell): Promise<void> {
  const { ben, eve } = world.people;
  const sha = await eve.push({ branch: "main", files: { "dags/urgent.py": "# urgent\n" }, message: "Urgent" });
  const alert = await until("the alert about eve's push", async () =>
    (await ben.listAlerts()).find(({ title, isOpen }) => isOpen && title.includes(sha.slice(0, 7))),
  );
  expectThat(alert.body.includes(`/countersign approve ${sha}`), "the alert says what to do");
  expectThat((await world.node.readDag("dags/urgent.py")) === null, "eve's push is not deployed");
  expectThat((await world.node.readDag(cohort)) !== null, "what was live stays live");
  tell("eve pushed to main past the gate: not deployed, an alert says what to do", alert.url);

  await ben.commentOnCommit(sha, `/countersign approve ${sha}`);
  await until("eve's commit on the node", () => world.node.readDag("dags/urgent.py"));
  await until("the answer to ben", async () =>
    (await ben.listCommitComments(sha)).some((body) => body.includes("Your approval counts")),
  );
  await until("the alert closed", async () =>
    (await ben.listAlerts()).some(({ title, isOpen }) => !isOpen && title.includes(sha.slice(0, 7))),
  );
  tell("ben countersigned the commit: deployed, the alert is closed", alert.url);
}

async function runJob(world: World, tell: Tell): Promise<void> {
  const { ada, ben } = world.people;
  const number = await propose(ada, "job", "Ask for the cohort's size", { [job]: jobRequest("min_agee") });
  await until(
    "a finding on the line of the unknown parameter",
    async () => (await ada.readChange(number)).threads.find(({ path, line }) => path === job && line === 4),
    { seen: () => ada.readChange(number) },
  );
  await ada.push({ branch: "job", files: { [job]: jobRequest("min_age") }, message: "Mend the parameter" });
  await untilCheck(world, number, "validation", isSuccess);
  tell("ada's job request had an unknown parameter: a finding on its line, mended", await linkOf(world, number));

  await ben.approve(number);
  await mergeWhenApproved(world, ben, number);
  await untilTold(world, number, /run-[0-9a-f]+[^\n]*(queued|running|succeeded)/i);
  world.node.startConsumer();
  await untilTold(world, number, /run-[0-9a-f]+[^\n]*succeeded/i);
  const runs = await world.node.listRuns();
  expectThat(runs.length === 1, `the inbox received the run exactly once (it has ${runs.length})`);
  tell(`approved and merged: the inbox received ${runs[0]} once, and it succeeded`, await linkOf(world, number));
}

async function publish(world: World, tell: Tell, dvc: () => Promise<{ readonly dvc: string }>): Promise<void> {
  const { ada, ben } = world.people;
  const result = await until("the result change", async () =>
    (await ada.listChanges()).find(
      ({ headBranch, state }) => headBranch.startsWith("countersign/results/") && state === "open",
    ),
  );
  expectThat(result.author === world.bot, `the result change is raised by ${world.bot}`);
  await untilCheck(world, result.number, "validation", isSuccess);
  tell("Countersign raised a change with the metadata of the outputs, one digest", await linkOf(world, result.number));

  await ben.approve(result.number);
  await mergeWhenApproved(world, ben, result.number);
  await untilTold(world, result.number, /published/);
  const pulled = await pullWithDvc(world, ada, (await dvc()).dvc);
  tell(`ben approved and merged: published, and ${pulled}`, await linkOf(world, result.number));
}

async function survive(world: World, tell: Tell): Promise<void> {
  const { ada, ben } = world.people;
  const number = await propose(ada, "late", "Add a late DAG", {
    "dags/late.py": mendedDag.replace("acme_import", "acme_late"),
  });
  await untilCheck(world, number, "validation", isSuccess);
  await ben.approve(number);
  await untilCheck(world, number, "approval", isSuccess);
  await world.service.kill();
  await mergeByForge(world, number);
  await world.service.start();
  await until("the late DAG on the node", () => world.node.readDag("dags/late.py"));
  await untilTold(world, number, /deployed/);
  tell("the service was killed, the change merged, the service started again: deployed", await linkOf(world, number));
}

async function prove(world: World, tell: Tell): Promise<void> {
  const good = await verifyLive(world);
  expectThat(good.status === 0, `every byte is what was approved (it said: ${good.text})`);
  const approved = good.text.split("\n").find((line) => line.startsWith("approved")) ?? "";
  expectThat(approved.includes("ben ("), `ben is named as the approver (it said: ${approved})`);
  tell(`countersign verify, with the service's key pinned: ${approved.replace(/\s+/, " ")}`);

  await world.service.stop(); // it would mend the edit
  await world.node.tamper("dags/late.py", "# nobody approved this\n");
  const bad = await verifyLive(world);
  expectThat(bad.status === 1 && bad.text.includes("changed: dags/late.py"), "the edited file is named");
  tell("somebody edited a file on the node: countersign verify names it");
  await world.service.start();
  await until("the live tree as it was approved", async () => (await verifyLive(world)).status === 0);
  tell("started again, the service put it right");
}
