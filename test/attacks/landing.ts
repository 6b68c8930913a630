import { rm } from "node:fs/promises";
import { join } from "node:path";
import { forkRepository } from "../forge/model/repositories.ts";
import { mergeWhenApproved } from "../world/steps.ts";
import { until } from "../world/until.ts";
import type { Attack } from "./attack.ts";
import { dagNamed, emailOf, idOf, type Stage } from "./stage.ts";
import { allowForcePush, openApproved, openAs, untilAlertAbout, untilApproved, untilSeen } from "./stories.ts";

const notApproved = "Countersign: … on main is not approved and was not deployed";

export const landingAttacks: readonly Attack[] = [
  {
    name: "an administrator merges a change that nobody approved",
    theme: "landing",
    async play(stage, isAttack) {
      const change = await openAs(stage);
      if (!isAttack) await stage.people.ben.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "Waiting for 1 approval from data-controllers and 1 approval from node controllers.",
  },
  {
    name: "an administrator pushes straight to main",
    theme: "landing",
    async play(stage, isAttack) {
      const { ben, eve } = stage.people;
      const sha = await eve.push({ branch: "main", files: dagNamed(stage.newName()), message: "Past the gate" });
      if (!isAttack) await ben.commentOnCommit(sha, `/countersign approve ${sha}`);
      return { kind: "commit", sha };
    },
    decided: "pending",
    said: notApproved,
  },
  {
    name: "the head of an open change is pushed to main, and the forge calls it merged",
    theme: "landing",
    async play(stage, isAttack) {
      const { ben, eve } = stage.people;
      const change = await openAs(stage);
      if (!isAttack) await ben.approve(change.number);
      await untilSeen(stage, change.number);
      if (!isAttack) await untilApproved(stage, change.number);
      await eve.git("push", "--quiet", "origin", `${change.head}:refs/heads/main`);
      return { kind: "commit", sha: change.head };
    },
    decided: "pending",
    said: notApproved,
  },
  {
    name: "the merge of an approved change holds something more (a hand-made merge, an altered merge queue)",
    theme: "landing",
    async play(stage, isAttack) {
      const { eve } = stage.people;
      const change = await openApproved(stage);
      const more = await eve.push({
        branch: `${change.branch}-more`,
        files: isAttack ? dagNamed(stage.newName()) : {},
        message: "More",
      });
      const main = await eve.readTip("main");
      const tree = await eve.git("merge-tree", "--write-tree", more, change.head);
      const message = `Merge pull request #${change.number} from acme/${change.branch}`;
      const sha = await eve.git("commit-tree", tree, "-p", main, "-p", change.head, "-m", message);
      await eve.git("push", "--quiet", "origin", `${sha}:refs/heads/main`);
      return { kind: "commit", sha };
    },
    decided: "pending",
    said: notApproved,
  },
  {
    name: "an approved change is followed by a commit in the same push",
    theme: "landing",
    async play(stage, isAttack) {
      const { eve } = stage.people;
      const change = await openApproved(stage);
      const files = isAttack ? { ...dagNamed(change.branch), [`dags/${change.branch}.py`]: "import os\n" } : {};
      if (!isAttack) return change;
      const blob = await eve.push({ branch: `${change.branch}-next`, files, message: "Tidy" });
      const squash = await eve.git("commit-tree", `${blob}^{tree}`, "-p", "refs/remotes/origin/main", "-m", "Tidy");
      await eve.git("push", "--quiet", "origin", `${squash}:refs/heads/main`);
      return { kind: "commit", sha: squash };
    },
    decided: "pending",
    said: notApproved,
  },
  {
    name: "a commit brings back an older tree, which was approved once",
    theme: "landing",
    async prepare(stage) {
      const { ben } = stage.people;
      const change = await openAs(stage);
      await ben.approve(change.number);
      await mergeWhenApproved(stage.world, ben, change.number);
      await until("the newer release", () => stage.world.node.readDag(`dags/${change.branch}.py`));
    },
    async play(stage, isAttack) {
      const { ben, eve } = stage.people;
      const tip = await eve.readTip("main");
      const sha = await eve.git("commit-tree", `${tip}~1^{tree}`, "-p", tip, "-m", "Back to a good state");
      await eve.git("push", "--quiet", "origin", `${sha}:refs/heads/main`);
      if (!isAttack) await ben.commentOnCommit(sha, `/countersign approve ${sha}`);
      return { kind: "commit", sha };
    },
    decided: "pending",
    said: notApproved,
  },
  {
    name: "main is rewound to an older commit, which was approved once",
    theme: "landing",
    hasNoTwin: true,
    async prepare(stage) {
      const { ben } = stage.people;
      const change = await openAs(stage);
      await ben.approve(change.number);
      await mergeWhenApproved(stage.world, ben, change.number);
      await until("the newer release", () => stage.world.node.readDag(`dags/${change.branch}.py`));
    },
    async play(stage) {
      return { kind: "commit", sha: await rewind(stage) };
    },
    decided: "pending",
    said: "Countersign: main was rewritten and is not deployed",
  },
  {
    name: "a controller is made to adopt a commit of a fork, which the parent repository shows as its own",
    theme: "landing",
    hasNoTwin: true,
    async prepare(stage) {
      const { ben } = stage.people;
      const change = await openAs(stage);
      await ben.approve(change.number);
      await mergeWhenApproved(stage.world, ben, change.number);
      await until("the newer release", () => stage.world.node.readDag(`dags/${change.branch}.py`));
    },
    async play(stage) {
      const { cleo } = stage.people;
      const imposter = await openFromFork(stage);
      const tip = await rewind(stage);
      await untilAlertAbout(stage, tip);
      await cleo.commentOnCommit(tip, `/countersign adopt ${imposter}`);
      return { kind: "commit", sha: tip };
    },
    decided: "pending",
    said: "… is not on this branch. Its tip is …",
  },
  {
    name: "an outsider's change from a fork, under a controller's name, is approved by the outsider's friend",
    theme: "landing",
    hasNoTwin: true,
    async play(stage) {
      const friend = await stage.join(`friend-${stage.newName()}`, []);
      const head = await openFromFork(stage);
      const number = stage.repository().changes.at(-1)?.number ?? 0;
      await friend.comment(number, `/countersign approve ${head}`);
      return { kind: "change", number };
    },
    decided: "failed",
    said: "it is not known who pushed to the change",
  },
];

/** eve takes main one landing back. */
async function rewind(stage: Stage): Promise<string> {
  const { eve } = stage.people;
  allowForcePush(stage);
  const tip = await eve.readTip("main");
  const sha = await eve.git("rev-parse", `${tip}~1`);
  await eve.git("push", "--quiet", "--force", "origin", `${sha}:refs/heads/main`);
  return sha;
}

/** mallory's change from a fork: its commit says that ben made it, and the parent repository serves it by its sha. */
async function openFromFork(stage: Stage): Promise<string> {
  const { model } = stage.world.forge;
  const owner = { kind: "user", id: idOf(stage.world, "mallory") } as const;
  const known = model.repositories.find(({ forkOf }) => forkOf === stage.repository().id);
  const fork = known ?? (await forkRepository(model, stage.repository(), owner));
  const clone = stage.cloneOf("mallory", fork, emailOf("ben"));
  const branch = stage.newName();
  await rm(join(stage.world.directory, `mallory-${fork.id}`), { recursive: true, force: true });
  const sha = await clone.push({ branch, files: dagNamed(branch), message: "By ben, it seems" });
  const mallory = stage.as("mallory");
  if (stage.world.face === "github") {
    const given = { title: branch, head: `mallory:${branch}`, base: "main", body: "" };
    await mallory.send("POST", `${stage.repositoryPath}/pulls`, given);
    return sha;
  }
  const given = {
    title: branch,
    source_branch: branch,
    target_branch: "main",
    target_project_id: stage.repository().id,
  };
  await mallory.send("POST", `/projects/${fork.id}/merge_requests`, given);
  return sha;
}
