import type { Attack } from "./attack.ts";
import { dagNamed, emailOf, type Stage } from "./stage.ts";
import { pushMore } from "./stories.ts";

/** Of a push that moves more than three branches, GitLab tells neither which nor to what. */
export const manyAtOnceAttacks: readonly Attack[] = [
  {
    name: "a controller pushes under another's name to the branch of a change and three more at once, and approves the change",
    theme: "identity",
    faces: ["gitlab"],
    async play(stage, isAttack) {
      const { ada, ben } = stage.people;
      const branch = stage.newName();
      const others = ["a", "b", "c"].map((name) => `${branch}-${name}`);
      for (const name of [branch, ...others]) await ada.copyBranch("main", name);
      if (isAttack) await pushTo(stage, branch, [branch, ...others]);
      await pushMore(stage, ada, branch);
      const number = await ada.openChange({ branch, title: `Change ${branch}` });
      await ben.approve(number);
      return { kind: "change", number };
    },
    decided: "failed",
    said: "it is not known who pushed to the change",
  },
];

/** ben's commit, which says that ada made it. */
async function pushTo(stage: Stage, name: string, branches: readonly string[]): Promise<void> {
  const ben = stage.disguise("ben", emailOf("ada"));
  const sha = await ben.push({ branch: `${name}-own`, files: dagNamed(name), message: "By ada, it seems" });
  await ben.git("push", "--quiet", "origin", ...branches.map((branch) => `${sha}:refs/heads/${branch}`));
}
