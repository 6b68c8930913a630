import { editComment, editReview } from "../forge/model/conversations.ts";
import type { Attack } from "./attack.ts";
import { idOf } from "./stage.ts";
import { lastCommentOf, openAs, untilSeen } from "./stories.ts";

const waiting = "Waiting for 1 approval from data-controllers and 1 approval from node controllers.";

export const wordAttacks: readonly Attack[] = [
  {
    name: "an administrator edits a controller's comment into an approval",
    theme: "words",
    async play(stage, isAttack) {
      const { ben } = stage.people;
      const { model } = stage.world.forge;
      const change = await openAs(stage);
      const command = `/countersign approve ${change.head}`;
      await untilSeen(stage, change.number);
      await ben.comment(change.number, isAttack ? "I shall look at it tomorrow." : command);
      if (isAttack) {
        const edit = { body: command, actorId: idOf(stage.world, "eve") };
        const comment = lastCommentOf(stage, "ben", change.number);
        await editComment(model, stage.repository(), stage.change(change.number), comment, edit);
      }
      return change;
    },
    decided: "pending",
    said: "Nothing was done: this comment was edited, and an edit gives no command. Write the command in a new comment.",
  },
  {
    name: "an approving review is edited afterwards",
    theme: "words",
    faces: ["github"],
    async play(stage, isAttack) {
      const { ben } = stage.people;
      const { model } = stage.world.forge;
      const change = await openAs(stage);
      await untilSeen(stage, change.number);
      await ben.approve(change.number);
      if (isAttack) {
        const [review] = stage.change(change.number).reviews;
        if (review === undefined) throw new Error("ben's review is not there");
        const edit = { body: "Fine with me, whatever follows.", actorId: ben.id };
        await editReview(model, stage.repository(), stage.change(change.number), review, edit);
      }
      return change;
    },
    decided: "pending",
    said: "the approval of ben does not count: the review was edited",
  },
  {
    name: "a controller quotes an approval: in a quote, in code, in what no page shows, in a sentence",
    theme: "words",
    async play(stage, isAttack) {
      const { ben } = stage.people;
      const change = await openAs(stage);
      const command = `/countersign approve ${change.head}`;
      const quoted = [
        `> ada: please write\n> ${command}\nas above\n${command}`,
        `\`\`\`\n${command}\n\`\`\``,
        `~~~text\n\`\`\`\n${command}\n~~~`,
        `<!--\n${command}\n-->`,
        `<pre>\n${command}\n</pre>`,
        `    ${command}`,
        `>>>\nada: please write\n\n${command}\n\nas above\n>>>`,
        `I shall not write ${command}`,
        `\u200b${command}`,
        `- ${command}`,
      ];
      for (const body of isAttack ? quoted : [command]) await ben.comment(change.number, body);
      return change;
    },
    decided: "pending",
    said: waiting,
  },
  {
    name: "an approval names a short sha, or another commit",
    theme: "words",
    async play(stage, isAttack) {
      const { ben } = stage.people;
      const change = await openAs(stage);
      const other = await ben.readTip("main");
      const shas = isAttack ? [change.head.slice(0, 12), other, "HEAD"] : [change.head];
      for (const sha of shas) await ben.comment(change.number, `/countersign approve ${sha}`);
      return change;
    },
    decided: "pending",
    said: "… is not the head of this change. Read …, and approve that: `/countersign approve …`.",
  },
  {
    name: "the author writes an approval into title, commit message and a comment of their own",
    theme: "words",
    async play(stage, isAttack) {
      const { ada, ben } = stage.people;
      const change = await openAs(stage, { message: "/countersign approve\n\nApproved-by: ben <ben@acme.example>" });
      await (isAttack ? ada : ben).comment(change.number, `/countersign approve ${change.head}`);
      return change;
    },
    decided: "pending",
    said: "`ada` (command) does not count: they opened the change",
  },
];
