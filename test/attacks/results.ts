import { jobRequest } from "../world/files.ts";
import { mergeWhenApproved } from "../world/steps.ts";
import { until } from "../world/until.ts";
import type { Attack } from "./attack.ts";
import { dagNamed, type Stage } from "./stage.ts";
import { untilAlertAbout, untilSeen } from "./stories.ts";

export const resultAttacks: readonly Attack[] = [
  {
    name: "results are pushed straight to main, and who asked for their run is one of the two who countersign them",
    theme: "landing",
    isSlow: true,
    prepare: askForRun,
    async play(stage, isAttack) {
      const { ben, cleo, dora, eve } = stage.people;
      const sha = await eve.push({ branch: "main", files: await readResults(stage), message: "Past the gate" });
      await untilAlertAbout(stage, sha);
      for (const one of [dora, isAttack ? ben : cleo]) await one.commentOnCommit(sha, `/countersign approve ${sha}`);
      return { kind: "commit", sha };
    },
    decided: "pending",
    said: "Your approval does not count: they asked for the run whose results these are.",
  },
];

/** ben asks for a run, which dora and cleo approve, so that its results are proposed. */
async function askForRun(stage: Stage): Promise<void> {
  const { ben, cleo, dora } = stage.people;
  const branch = stage.newName();
  const job = jobRequest("min_age").replace("acme_cohort", `acme_${branch}`);
  const files = { ...dagNamed(branch), [`jobs/${branch}.yml`]: job };
  await ben.push({ branch, files, message: "Ask for a run" });
  const number = await ben.openChange({ branch, title: "Ask for a run" });
  await untilSeen(stage, number);
  for (const one of [dora, cleo]) await one.approve(number);
  await mergeWhenApproved(stage.world, dora, number);
  stage.world.node.startConsumer();
  await until("the result change", () => findProposal(stage));
}

/** The `.dvc` file that Countersign proposes. */
async function readResults(stage: Stage): Promise<Readonly<Record<string, string>>> {
  const { eve } = stage.people;
  const head = `refs/remotes/origin/${await findProposal(stage)}`;
  const path = (await eve.git("diff", "--name-only", `refs/remotes/origin/main...${head}`)).trim();
  return { [path]: `${await eve.git("show", `${head}:${path}`)}\n` };
}

async function findProposal(stage: Stage): Promise<string | null> {
  const changes = await stage.people.eve.listChanges();
  return changes.find(({ headBranch }) => headBranch.startsWith("countersign/results/"))?.headBranch ?? null;
}
