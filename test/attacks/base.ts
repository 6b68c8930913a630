import { until } from "../world/until.ts";
import type { Attack } from "./attack.ts";
import { dagNamed, type Stage } from "./stage.ts";
import { makeLaxBranch, openAs, retarget, untilAlertAbout, untilSeen, weakPolicy } from "./stories.ts";

const noNeed = { "notes/n.md": "# Note\n" };

export const baseAttacks: readonly Attack[] = [
  {
    name: "approved on a branch with a weaker policy, then aimed at main again",
    theme: "base",
    async play(stage, isAttack) {
      const { ben } = stage.people;
      const change = await openAs(stage);
      if (!isAttack) {
        await ben.approve(change.number);
        return change;
      }
      const lax = await makeLaxBranch(stage);
      await untilSeen(stage, change.number);
      await retarget(stage, "ada", change.number, lax);
      await ben.approve(change.number);
      await until("the approval into the lax branch", () => isApprovedInto(stage, change.number, lax));
      await retarget(stage, "ada", change.number, "main");
      return change;
    },
    decided: "pending",
    said: "the approval of ben does not count: given when the base was `refs/heads/lax-…`",
  },
  {
    name: "a second change with the same head is approved into a branch with a weaker policy",
    theme: "base",
    async play(stage, isAttack) {
      const { ada, ben } = stage.people;
      const change = await openAs(stage);
      if (!isAttack) {
        await ben.approve(change.number);
        return change;
      }
      const lax = await makeLaxBranch(stage);
      const second = await ada.openChange({ branch: change.branch, title: "The same", base: lax });
      await ben.approve(second);
      await until("the approval of the second change", () => isApprovedInto(stage, second, lax));
      await ada.comment(change.number, "/countersign recheck");
      return change;
    },
    decided: "pending",
    said: "Looked at again: Waiting for 1 approval from data-controllers and 1 approval from node controllers.",
  },
  {
    name: "aimed at main in the very moment in which it is merged into a branch with a weaker policy",
    theme: "base",
    async play(stage, isAttack) {
      const { ben } = stage.people;
      const lax = await makeLaxBranch(stage);
      const change = await openAs(stage);
      await untilSeen(stage, change.number);
      if (!isAttack) {
        await ben.approve(change.number);
        return change;
      }
      await retarget(stage, "ada", change.number, lax);
      await ben.approve(change.number);
      await until("the approval into the lax branch", () => isApprovedInto(stage, change.number, lax));
      const fault = { kind: "delay", ms: 4_000 } as const;
      const isMerging = stage.world.forge.faults.requests.add({ method: "PUT", path: "/merge$", fault });
      await ben.comment(change.number, "/countersign merge");
      await until("the merge to be asked for", async () => isMerging());
      await retarget(stage, "ada", change.number, "main");
      if (stage.world.face === "github") return change;
      return {
        kind: "commit",
        sha: await until("the merge", async () => (await ben.readChange(change.number)).mergedAs),
      };
    },
    decided: "pending",
    said: {
      github: 'Not merged: GitHub answered 405 to …Required status check "countersign/approval: main" is …',
      gitlab: "was merged into main, and decided on for lax-…",
    },
  },
  {
    name: "the change itself weakens the policy",
    theme: "base",
    async play(stage, isAttack) {
      const name = stage.newName();
      const change = await openAs(stage, {
        files: { ...dagNamed(name), ...(isAttack ? { ".countersign.yml": weakPolicy } : {}) },
      });
      const { ben, dora } = stage.people;
      await (isAttack ? dora : ben).approve(change.number); // dora is no controller of the node
      return change;
    },
    decided: "pending",
    said: "it changes `.countersign.yml`: it needs 1 approval from node controllers",
  },
  {
    name: "the policy was weakened by a commit that reached main minutes before",
    theme: "base",
    async play(stage, isAttack) {
      const { ada, ben, eve } = stage.people;
      if (!isAttack) {
        const change = await openAs(stage);
        await ben.approve(change.number);
        return change;
      }
      const blamed = await eve.push({ branch: "main", files: { ".countersign.yml": weakPolicy }, message: "Simplify" });
      await untilAlertAbout(stage, blamed);
      await ada.git("fetch", "--quiet", "origin");
      return { ...(await openAs(stage)), blamed };
    },
    decided: "pending",
    said: "Waiting for 1 approval from node controllers.",
  },
  {
    name: "the policy was weakened minutes before, and a controller approves what stands on it",
    theme: "base",
    async play(stage, isAttack) {
      const { ben, eve } = stage.people;
      if (!isAttack) {
        const change = await openAs(stage);
        await ben.approve(change.number);
        return change;
      }
      const blamed = await eve.push({ branch: "main", files: { ".countersign.yml": weakPolicy }, message: "Simplify" });
      await untilAlertAbout(stage, blamed);
      const change = await openAs(stage, { files: noNeed });
      await ben.approve(change.number);
      return { ...change, blamed };
    },
    decided: "approved",
    said: "Approved by ben.",
  },
  {
    name: "a harmless file of another kind is added, so that `otherwise` would not apply",
    theme: "base",
    async play(stage, isAttack) {
      const name = stage.newName();
      const script = { [`scripts/${name}.sh`]: "echo\n" };
      const change = await openAs(stage, {
        files: { [`notes/${name}.md`]: `# ${name}\n`, ...(isAttack ? script : {}) },
      });
      await stage.people.ben.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "**otherwise**: it needs 1 approval from owners",
  },
  {
    name: "a tag with the name of the base branch holds a weaker policy",
    theme: "base",
    async play(stage, isAttack) {
      const { ada, ben } = stage.people;
      if (isAttack) {
        const lax = await makeLaxBranch(stage);
        for (const tag of ["main", "heads/main", "refs/heads/main"])
          await ada.git("push", "--quiet", "--force", "origin", `refs/remotes/origin/${lax}:refs/tags/${tag}`);
      }
      const change = await openAs(stage);
      if (!isAttack) await ben.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "Waiting for 1 approval from data-controllers and 1 approval from node controllers.",
  },
];

async function isApprovedInto({ people }: Stage, number: number, base: string): Promise<boolean> {
  const { checks } = await people.ben.readChange(number);
  return checks.some(({ name, outcome }) => name === `countersign/approval: ${base}` && outcome === "success");
}
