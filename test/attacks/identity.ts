import { addTeamMember } from "../forge/model/accounts.ts";
import { addReview, approveChange, deleteComment, dismissReview } from "../forge/model/conversations.ts";
import { findOrganisation } from "../forge/model/model.ts";
import { until } from "../world/until.ts";
import type { Attack } from "./attack.ts";
import { emailOf, idOf, type Stage } from "./stage.ts";
import { lastCommentOf, object, openAs, pushMore, untilApproved, untilSeen, whileWebhooksAreLost } from "./stories.ts";

const script = (name: string) => ({ [`scripts/${name}.sh`]: `echo ${name}\n` });

export const identityAttacks: readonly Attack[] = [
  {
    name: "a controller approves a change into which they pushed a commit",
    theme: "identity",
    async play(stage, isAttack) {
      const { ada, ben } = stage.people;
      const change = await openAs(stage);
      await pushMore(stage, isAttack ? ben : ada, change.branch);
      await ben.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "the approval of ben does not count: they contributed to the change",
  },
  {
    name: "a controller commits under somebody else's e-mail address, and approves",
    theme: "identity",
    async play(stage, isAttack) {
      const { ada, ben } = stage.people;
      const change = await openAs(stage, { by: isAttack ? stage.disguise("ben", emailOf("ada")) : ada });
      await ben.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "the approval of ben does not count: they contributed to the change",
  },
  {
    name: "a commit whose e-mail address belongs to nobody",
    theme: "identity",
    async play(stage, isAttack) {
      const by = isAttack ? stage.disguise("ada", "nobody@nowhere.example") : stage.people.ada;
      const change = await openAs(stage, { by });
      await stage.people.ben.approve(change.number);
      return change;
    },
    decided: "failed",
    said: "the author or committer of … belongs to no account",
  },
  {
    name: "a commit names its approver as co-author",
    theme: "identity",
    async play(stage, isAttack) {
      const trailer = `Add a DAG\n\nco-authored-BY: Ben <${emailOf("ben").toUpperCase()}>\n`;
      const change = await openAs(stage, { message: isAttack ? trailer : "Add a DAG" });
      await stage.people.ben.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "the approval of ben does not count: they contributed to the change",
  },
  {
    name: "a bot that was put into the controllers' group approves",
    theme: "identity",
    async play(stage, isAttack) {
      const { ben } = stage.people;
      const change = await openAs(stage);
      if (isAttack) await approveAsBot(stage, change.number);
      else await ben.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "(review) does not count: … belongs to none of those whose approval is needed",
  },
  {
    name: "somebody approves and is then removed from the group",
    theme: "identity",
    async play(stage, isAttack) {
      const { ada, ben } = stage.people;
      const login = `fred-${stage.newName()}`;
      const fred = await stage.join(login, ["owners"]);
      const change = await openAs(stage, { files: script(login) });
      await ben.approve(change.number);
      await fred.approve(change.number);
      await untilApproved(stage, change.number);
      if (!isAttack) return change;
      await stage.leave(login, "owners");
      await ada.comment(change.number, "/countersign recheck");
      return change;
    },
    decided: "pending",
    said: "**otherwise**: it needs 1 approval from owners",
  },
  {
    name: "somebody approves, leaves the group, and the change is merged before anybody looks again",
    theme: "identity",
    async play(stage, isAttack) {
      const { ben } = stage.people;
      const login = `hugo-${stage.newName()}`;
      const hugo = await stage.join(login, ["owners"]);
      const change = await openAs(stage, { files: script(login) });
      await ben.approve(change.number);
      await hugo.approve(change.number);
      await untilApproved(stage, change.number);
      if (isAttack) await whileWebhooksAreLost(stage, () => stage.leave(login, "owners"));
      return change;
    },
    decided: "approved",
    said: "Approved by ben and hugo-…",
  },
  {
    name: "an owner is renamed, and somebody else takes the login and approves",
    theme: "identity",
    async play(stage, isAttack) {
      const { accounts } = stage.world.forge.faults;
      const login = `gina-${stage.newName()}`;
      const gina = await stage.join(login, ["owners"]);
      const change = await openAs(stage, { files: script(login) });
      await stage.people.ben.approve(change.number);
      await untilSeen(stage, change.number);
      if (isAttack) {
        const thief = await stage.join(`thief-of-${login}`, []);
        accounts.rename(login, `former-${login}`);
        accounts.rename(thief.login, login);
        await thief.approve(change.number);
      } else await gina.approve(change.number);
      return change;
    },
    decided: "pending",
    said: "gina-…does not count: … belongs to none of those whose approval is needed",
  },
  {
    name: "somebody dismisses or deletes the objection of another",
    theme: "identity",
    async play(stage, isAttack) {
      const { ben } = stage.people;
      const change = await openAs(stage);
      if (isAttack) await dismissObjection(stage, change.number);
      await ben.approve(change.number);
      return change;
    },
    decided: "rejected",
    said: "dora objects; the objection ends when dora approves what is here now, or comments `/countersign withdraw`",
  },
];

/** GitHub's teams take no bots, nor does GitLab's approval: the forge is thought to be laxer than it is. */
async function approveAsBot(stage: Stage, number: number): Promise<void> {
  const { model } = stage.world.forge;
  const change = stage.change(number);
  if (stage.world.face === "gitlab") {
    const bot = await stage.join(`bot-${stage.newName()}`, ["data-controllers"], "bot");
    await approveChange(model, stage.repository(), change, bot.id);
    return;
  }
  const acme = findOrganisation(model, "acme");
  const team = acme?.teams.find(({ slug }) => slug === "data-controllers");
  const app = model.apps.find(({ slug }) => slug === "ci-bot");
  if (acme == null || team === undefined || app === undefined) throw new Error("the stage lacks its team or its app");
  await addTeamMember(model, acme, team, app.botId);
  const given = { accountId: app.botId, state: "approved", body: "", sha: change.headSha } as const;
  await addReview(model, stage.repository(), change, given);
}

/** On GitHub an administrator dismisses the review; on GitLab one deletes the comment that objects. */
async function dismissObjection(stage: Stage, number: number): Promise<void> {
  const { model } = stage.world.forge;
  const { dora } = stage.people;
  const change = stage.change(number);
  const actorId = idOf(stage.world, "eve");
  if (stage.world.face === "github") {
    await object(stage, "dora", number);
    const review = change.reviews.find(({ accountId }) => accountId === dora.id);
    if (review === undefined) throw new Error("dora did not object");
    await dismissReview(model, stage.repository(), change, review, { actorId, message: "Not needed" });
    return;
  }
  await dora.comment(number, "/countersign reject");
  await untilSeen(stage, number);
  await stage.world.forge.hooks.settle();
  await untilAnswered(stage, number);
  await deleteComment(model, stage.repository(), change, lastCommentOf(stage, "dora", number), actorId);
}

/** An objection that was never seen cannot be remembered. */
async function untilAnswered(stage: Stage, number: number): Promise<void> {
  await until("the answer to the objection", async () =>
    (await stage.people.ben.readChange(number)).comments.some(({ body }) => body.includes("Noted.")),
  );
}
