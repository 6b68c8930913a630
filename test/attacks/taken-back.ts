import { until } from "../world/until.ts";
import type { Attack, Played } from "./attack.ts";
import type { Stage } from "./stage.ts";
import { openApproved } from "./stories.ts";

/** What was approved and landed as one commit, and was reverted, is to land again on the approvals that it had. */
export const takenBackAttacks: readonly Attack[] = (["squash", "rebase"] as const).map((method) => ({
  name: `a change that landed by ${method} and was reverted is merged again at its old head, on its old approval`,
  theme: "landing",
  faces: method === "squash" ? ["github", "gitlab"] : ["github"], // GitLab rebases in a step of its own
  async play(stage, isAttack): Promise<Played> {
    const { ben, eve } = stage.people;
    const change = await openApproved(stage);
    const isLive = () => stage.world.node.readDag(`dags/${change.branch}.py`);
    await landAs(stage, change, method);
    await until("the change on the node", isLive);

    const landed = await eve.readTip("main");
    const revert = await pushOnMain(stage, `${landed}~1^{tree}`, [landed], "Revert it");
    await ben.commentOnCommit(revert, `/countersign approve ${revert}`);
    await until("the node without the change", async () => (await isLive()) === null);

    const tree = await eve.git("merge-tree", "--write-tree", revert, change.head);
    const sha = await pushOnMain(stage, tree, [revert, change.head], `Merge ${change.branch}`);
    if (!isAttack) await ben.commentOnCommit(sha, `/countersign approve ${sha}`);
    return { kind: "commit", sha };
  },
  decided: "pending",
  said: "Countersign: … on main is not approved and was not deployed",
}));

async function landAs(
  stage: Stage,
  { number }: { readonly number: number },
  method: "squash" | "rebase",
): Promise<void> {
  if (stage.world.face === "github") await stage.people.eve.merge(number, method);
  else await stage.world.mergeAsBot(number, { squash: true });
}

async function pushOnMain(stage: Stage, tree: string, parents: readonly string[], message: string): Promise<string> {
  const { eve } = stage.people;
  const sha = await eve.git("commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent]), "-m", message);
  await eve.git("push", "--quiet", "origin", `${sha}:refs/heads/main`);
  return sha;
}
