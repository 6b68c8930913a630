import { rm } from "node:fs/promises";
import { join } from "node:path";
import { forkRepository } from "../forge/model/repositories.ts";
import type { SimRepository } from "../forge/model/types.ts";
import type { Attack, Played } from "./attack.ts";
import { dagNamed, emailOf, idOf, type Stage } from "./stage.ts";
import { openAs, untilAlertAbout, untilSeen } from "./stories.ts";

const waitsForOwner = "Your approval counts. Waiting for 1 approval from owners.";

/** What an administrator merged, one controller countersigns, though the policy asks an owner of such changes, too. */
export const countersignedAttacks: readonly Attack[] = [
  {
    name: "a change with a label that asks for more is merged past the gate, and its commit is countersigned as if it had none",
    theme: "landing",
    async play(stage, isAttack) {
      const { number } = await openAs(stage);
      await setLabel(stage, number, "legal");
      return countersign(stage, number, isAttack);
    },
    decided: "pending",
    said: waitsForOwner,
  },
  {
    name: "a change that the rules object to is merged past the gate, and its commit is countersigned as if they had not",
    theme: "landing",
    async play(stage, isAttack) {
      const name = `guarded-${stage.newName()}`;
      const [[path, text] = ["", ""]] = Object.entries(dagNamed(name));
      const files = { [path]: `${text}password = "9f86d081884c7d65"\n` };
      const { number } = await openAs(stage, { files });
      return countersign(stage, number, isAttack);
    },
    decided: "pending",
    said: waitsForOwner,
  },
  {
    name: "a change from a fork is merged past the gate, and its commit is countersigned as if it were from here",
    theme: "landing",
    async play(stage, isAttack) {
      return countersign(stage, await openFromOpenFork(stage), isAttack);
    },
    decided: "pending",
    said: waitsForOwner,
  },
];

/** Without malice dora, who is an owner, agrees as well. */
async function countersign(stage: Stage, number: number, isAttack: boolean): Promise<Played> {
  const { ben, dora, eve } = stage.people;
  await untilSeen(stage, number);
  if (stage.world.face === "github") await eve.merge(number);
  else await stage.world.mergeAsBot(number);
  const sha = (await ben.readChange(number)).mergedAs ?? "";
  await untilAlertAbout(stage, sha);
  for (const one of isAttack ? [ben] : [ben, dora]) await one.commentOnCommit(sha, `/countersign approve ${sha}`);
  return { kind: "commit", sha };
}

async function setLabel(stage: Stage, number: number, label: string): Promise<void> {
  const path = stage.repositoryPath;
  if (stage.world.face === "github")
    await stage.as("ada").send("POST", `${path}/issues/${number}/labels`, { labels: [label] });
  else await stage.as("ada").send("PUT", `${path}/merge_requests/${number}`, { add_labels: label });
}

/** ada's change from a fork that everybody may read, so that it is known who pushed to it. */
async function openFromOpenFork(stage: Stage): Promise<number> {
  const { forge, face } = stage.world;
  const owner = { kind: "user", id: idOf(stage.world, "ada") } as const;
  const isHers = (one: SimRepository) => one.forkOf === stage.repository().id && one.owner.id === owner.id;
  const fork = forge.model.repositories.find(isHers) ?? (await forkRepository(forge.model, stage.repository(), owner));
  const branch = stage.newName();
  await rm(join(stage.world.directory, `ada-${fork.id}`), { recursive: true, force: true }); // the clone of a former story
  fork.isPrivate = true; // git sends its credentials only where it is asked for them
  await stage.cloneOf("ada", fork, emailOf("ada")).push({ branch, files: dagNamed(branch), message: "From a fork" });
  fork.isPrivate = false;
  const ada = stage.as("ada");
  if (face === "github") {
    const given = { title: branch, head: `ada:${branch}`, base: "main", body: "" };
    await ada.send("POST", `${stage.repositoryPath}/pulls`, given);
  } else {
    const target = { target_branch: "main", target_project_id: stage.repository().id };
    await ada.send("POST", `/projects/${fork.id}/merge_requests`, { title: branch, source_branch: branch, ...target });
  }
  return stage.repository().changes.at(-1)?.number ?? 0;
}
