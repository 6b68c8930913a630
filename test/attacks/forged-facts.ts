import { setThreadResolved } from "../forge/model/conversations.ts";
import { brokenDag } from "../world/files.ts";
import { isFailure, untilCheck } from "../world/steps.ts";
import { until } from "../world/until.ts";
import type { Attack } from "./attack.ts";
import { idOf } from "./stage.ts";
import { openAs, reportGreen, untilSeen } from "./stories.ts";

const checked = (name: string) => ({ [`checked/${name}.txt`]: `${name}\n` });

export const forgedFactAttacks: readonly Attack[] = [
  {
    name: "the green check is of an older commit",
    theme: "forged facts",
    async play(stage, isAttack) {
      const { ada, ben } = stage.people;
      const name = stage.newName();
      const change = await openAs(stage, { files: checked(name) });
      await reportGreen(stage, "ci-bot", "ci", change.head);
      const head = await ada.push({ branch: change.branch, files: checked(`${name}b`), message: "More" });
      if (!isAttack) await reportGreen(stage, "ci-bot", "ci", head);
      await ben.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "`ci-bot/ci` has not reported on this head",
  },
  {
    name: "the green check has the right name, and is another's",
    theme: "forged facts",
    async play(stage, isAttack) {
      const { ben } = stage.people;
      const change = await openAs(stage, { files: checked(stage.newName()) });
      const other = stage.world.face === "github" ? "other-app" : "ada";
      await reportGreen(stage, isAttack ? other : "ci-bot", "ci", change.head);
      await ben.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "`ci-bot/ci` has not reported on this head",
  },
  {
    name: "somebody else reports our own checks as green",
    theme: "forged facts",
    async play(stage, isAttack) {
      const { ben } = stage.people;
      const change = await openAs(stage);
      await untilSeen(stage, change.number);
      const other = stage.world.face === "github" ? "other-app" : "ada";
      for (const name of isAttack ? ["countersign/approval: main", "countersign/validation: main"] : [])
        await reportGreen(stage, other, name, change.head);
      await ben.comment(change.number, isAttack ? "/countersign recheck" : `/countersign approve ${change.head}`);
      return change;
    },
    decided: "pending",
    said: "Looked at again: Waiting for 1 approval from data-controllers and 1 approval from node controllers.",
  },
  {
    name: "the change edits the workflow whose check is asked of it",
    theme: "forged facts",
    async play(stage, isAttack) {
      const { ben, dora } = stage.people;
      const workflow = stage.world.face === "github" ? ".github/workflows/ci.yml" : ".gitlab-ci.yml";
      const files = { ...checked(stage.newName()), [workflow]: "jobs: {}\n" };
      const change = await openAs(stage, { files });
      await reportGreen(stage, "ci-bot", "ci", change.head);
      await dora.approve(change.number);
      if (!isAttack) await ben.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "`ci-bot/ci` is green, but the change edits CI files: a controller of the node must agree first",
  },
  {
    name: "the author resolves the findings' threads, and reports the validation as green",
    theme: "forged facts",
    isOfGate: true,
    hasNoTwin: true,
    async play(stage) {
      const { ben } = stage.people;
      const { model } = stage.world.forge;
      const name = stage.newName();
      const change = await openAs(stage, { files: { [`dags/${name}.py`]: brokenDag } });
      await untilCheck(stage.world, change.number, "validation", isFailure);
      const told = stage.change(change.number);
      await until("the finding's thread", async () => told.threads.length > 0);
      for (const thread of told.threads)
        await setThreadResolved(model, stage.repository(), told, thread, {
          isResolved: true,
          actorId: idOf(stage.world, "ada"),
        });
      const other = stage.world.face === "github" ? "other-app" : "ada";
      await reportGreen(stage, other, "countersign/validation: main", change.head);
      await ben.approve(change.number);
      return change;
    },
    decided: "approved",
    said: "this change has to be mended",
  },
];
