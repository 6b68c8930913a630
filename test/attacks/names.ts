import type { Attack } from "./attack.ts";
import { openAs, untilSeen } from "./stories.ts";

export const nameAttacks: readonly Attack[] = [
  {
    name: "an account whose login looks like an owner's approves (a Cyrillic о in `dоra`)",
    theme: "names",
    async play(stage, isAttack) {
      const { ben, dora } = stage.people;
      const name = stage.newName();
      const change = await openAs(stage, { files: { [`scripts/${name}.sh`]: "echo\n" } });
      await untilSeen(stage, change.number);
      await ben.approve(change.number);
      const other = isAttack ? await stage.join("d\u043era", []) : dora;
      await other.comment(change.number, `/countersign approve ${change.head}`);
      return change;
    },
    decided: "pending",
    said: "`d\u043era` (command) does not count: d\u043era belongs to none of those whose approval is needed",
  },
  {
    name: "a path that looks like one of another kind (a Cyrillic о in `nоtes/`)",
    theme: "names",
    async play(stage, isAttack) {
      const name = stage.newName();
      const folder = isAttack ? "n\u043etes" : "notes";
      const change = await openAs(stage, { files: { [`${folder}/${name}.md`]: `# ${name}\n` } });
      await stage.people.ben.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "**otherwise**: it needs 1 approval from owners",
  },
  {
    name: "a path of another kind by letter case or composition (`Notes/`, `notés/`)",
    theme: "names",
    async play(stage, isAttack) {
      const name = stage.newName();
      const folders = isAttack ? ["Notes", "note\u0301s", "notes "] : ["notes"];
      const files = Object.fromEntries(folders.map((folder) => [`${folder}/${name}.md`, `# ${name}\n`]));
      const change = await openAs(stage, { files });
      await stage.people.ben.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "**otherwise**: it needs 1 approval from owners",
  },
];
