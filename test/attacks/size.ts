import type { Attack } from "./attack.ts";
import { dagNamed, emailOf } from "./stage.ts";
import { openAs } from "./stories.ts";

export const sizeAttacks: readonly Attack[] = [
  {
    name: "3,001 files, of which the last is of another kind",
    theme: "size",
    isSlow: true,
    async play(stage, isAttack) {
      const name = stage.newName();
      const numbers = Array.from({ length: 3_000 }, (_, index) => String(index).padStart(4, "0"));
      const notes = Object.fromEntries(numbers.map((number) => [`notes/${name}/${number}.md`, `# ${number}\n`]));
      const last = { [isAttack ? `zzz/${name}.sh` : `notes/${name}/zzz.md`]: "echo\n" };
      const change = await openAs(stage, { files: { ...notes, ...last } });
      await stage.people.ben.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "**otherwise**: it needs 1 approval from owners",
  },
  {
    name: "251 commits, of which the first is the approver's",
    theme: "size",
    isSlow: true,
    async play(stage, isAttack) {
      const { ada, ben } = stage.people;
      const branch = stage.newName();
      const by = isAttack ? stage.disguise("ada", emailOf("ben")) : ada;
      let tip = await by.push({ branch, files: dagNamed(branch), message: "First" });
      for (let number = 2; number <= 251; number += 1)
        tip = await ada.git("commit-tree", `${tip}^{tree}`, "-p", tip, "-m", `Number ${number}`);
      await ada.git("push", "--quiet", "origin", `${tip}:refs/heads/${branch}`);
      const change = { kind: "change", number: await ada.openChange({ branch, title: branch }) } as const;
      await ben.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "the approval of ben does not count: they contributed to the change",
  },
];
