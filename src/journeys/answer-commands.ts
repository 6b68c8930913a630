import { type Command, type CommandName, findCommands } from "../core/commands.ts";
import { isHeldBack, modeOf } from "../core/held-back.ts";
import { mayUse } from "../core/may-use.ts";
import { type Answer, answerCommand, type CommandSituation, editedAnswer } from "../core/render/answer-command.ts";
import type { Comment } from "../domain/change.ts";
import type { Decision } from "../domain/decision.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { ForgeComment } from "../ports/forge.ts";
import type { AuditEntry, RecordedLanding } from "../ports/store.ts";
import { describeAfterLanding, type Landed } from "./describe-after-landing.ts";
import type { GatheredChange } from "./gather-change.ts";
import { mergeAsDecided } from "./merge-as-decided.ts";
import type { JourneyPorts } from "./ports.ts";
import { numberOfPlace } from "./record-first-seen.ts";
import { liftRollback, rollBack } from "./roll-back.ts";

/** Where we put it: as the first line or as the last one. Elsewhere we quote somebody who wrote it. */
const answerMarker = /^<!-- countersign:answer (\d+) -->|\n<!-- countersign:answer (\d+) -->\s*$/g;

const unsettled =
  "Not merged: each time that it was decided on, the change was altered meanwhile, or somebody said something about it. Say `/countersign merge` again.";

/** Writes the answer to a comment where that comment stands, once for each id. */
export type Reply = (commentId: number, body: string) => Promise<void>;

interface Matter {
  readonly decision: Decision;
  readonly isValid: boolean;
  readonly reply: Reply;
  readonly landed: Landed | null;
  readonly whenMoved: WhenMoved;
}

/** What a command does that would merge something else than what was decided on. */
type WhenMoved = "decide anew" | "say so";

type AnswerPorts = Pick<JourneyPorts, "forge" | "store" | "clock" | "node">;

/**
 * Answers every command of a change's comments once, and does what it asks for. Answers whether all could be answered: not where
 * the change is to be decided on anew before.
 */
export async function answerCommands(
  ports: AnswerPorts,
  gathered: GatheredChange,
  decision: Decision,
  isValid: boolean,
  reply: Reply = (id, body) => ports.forge.answerComment(gathered.told.ref, id, body),
  landed: Landed | null = null,
  whenMoved: WhenMoved = "say so",
): Promise<boolean> {
  const self = await ports.forge.readSelf();
  const answered = answeredIds(gathered, self.id);
  for (const comment of gathered.change.comments) {
    if (comment.account.id === self.id || answered.has(comment.id)) continue;
    const commands = findCommands(comment.body ?? "");
    if (commands.length > 0) {
      const matter = { decision, isValid, reply, landed, whenMoved };
      if (!(await answerComment(ports, gathered, comment, commands, matter))) return false;
    } else if (isEditedIn(gathered, comment)) await reply(comment.id, editedAnswer);
  }
  return true;
}

/** Whether the comment has a command today that it had not, as far as is known, when it was first seen. */
function isEditedIn({ told }: GatheredChange, { id, edited }: Comment): boolean {
  const today = told.comments.find((comment) => comment.id === id)?.body ?? "";
  return edited && findCommands(today).length > 0;
}

async function answerComment(
  ports: AnswerPorts,
  gathered: GatheredChange,
  comment: Comment,
  commands: readonly Command[],
  matter: Matter,
): Promise<boolean> {
  const place = [repositoryKey(gathered.told.ref.repository), placeOf(gathered, comment), comment.id] as const;
  const known = await ports.store.readAnswer(...place);
  if (known !== null) {
    await matter.reply(comment.id, known); // carried out, and perhaps not said
    return true;
  }
  const done = await carryOut(ports, gathered, comment, commands, matter);
  if (done === null) return false;
  await matter.reply(comment.id, await ports.store.recordAnswer(...place, done.text, done.entry));
  return true;
}

/** The number under which a comment is recorded, as when it was first seen. */
function placeOf({ told }: GatheredChange, comment: Comment): number {
  if (told.ref.number !== 0) return told.ref.number;
  const said = told.comments.find(({ id, at }) => id === comment.id && at === comment.at);
  return numberOfPlace(said?.place ?? "conversation");
}

/** Does what a comment asks for. Answers what is to be said to it, and to the audit log; `null` where that is to be decided anew. */
async function carryOut(
  ports: AnswerPorts,
  gathered: GatheredChange,
  comment: Comment,
  commands: readonly Command[],
  { decision, isValid, landed, whenMoved }: Matter,
): Promise<{ readonly text: string; readonly entry: AuditEntry } | null> {
  const { change, policy, told } = gathered;
  const entitlement = (name: CommandName) => mayUse(name, comment.account, { change, policy, node: ports.node });
  const texts: string[] = [];
  for (const command of commands) {
    const situation: CommandSituation = {
      speakerId: comment.account.id,
      head: change.head.sha,
      state: told.state,
      isValid,
      decision,
      isHeldBack: isHeldBack(decision, modeOf(policy)),
      mayUse: command.kind === "command" ? entitlement(command.name) : { allowed: true, by: "everybody" },
      forWhom: (name) => entitlement(name).by,
      afterLanding: landed === null ? null : await describeAfterLanding(ports, landed, decision, change.number),
    };
    const said = await act(ports, gathered, comment, answerCommand(command, situation), landed?.landing ?? null);
    if (said === null && whenMoved === "decide anew") return null;
    texts.push(said ?? unsettled);
  }
  const at = ports.clock.now().toISOString();
  const details = { change: change.number, comment: comment.id, by: comment.account, commands, answers: texts };
  return { text: texts.join("\n\n"), entry: { at, kind: "command", repository: told.ref.repository, details } };
}

/** Does what a command asks for. Answers what is said to it; `null` where the decision rests on something else by now. */
async function act(
  ports: Pick<JourneyPorts, "forge" | "store" | "clock">,
  gathered: GatheredChange,
  comment: Comment,
  answer: Answer,
  landing: RecordedLanding | null,
): Promise<string | null> {
  switch (answer.act) {
    case "none":
      return answer.text;
    case "merge":
      return mergeAsDecided(ports, gathered);
    case "rollback": {
      const text = await rollBack(ports, gathered, comment, landing);
      await lookAtBase(ports, gathered);
      return text;
    }
    case "deploy": {
      const text = await liftRollback(ports, gathered, comment, landing);
      await lookAtBase(ports, gathered);
      return text ?? answer.text;
    }
    default:
      return answer.act satisfies never;
  }
}

async function lookAtBase(
  { store, clock }: Pick<JourneyPorts, "store" | "clock">,
  { told }: GatheredChange,
): Promise<void> {
  const { forge, name } = told.ref.repository;
  const branch = { kind: "branch", forge, repository: name, ref: told.baseRef } as const;
  await store.enqueue(branch, clock.now().toISOString());
}

/** Whether any of the comments has a command, as it is today, that was not answered yet. */
export function hasUnanswered(comments: readonly ForgeComment[], selfId: number): boolean {
  const answered = answeredIds({ told: { comments } }, selfId);
  return comments.some(
    ({ id, account, body }) => account.id !== selfId && !answered.has(id) && findCommands(body).length > 0,
  );
}

interface Told {
  readonly told: { readonly comments: readonly ForgeComment[] };
}

function answeredIds({ told }: Told, selfId: number): ReadonlySet<number> {
  const ours = told.comments.filter(({ account }) => account.id === selfId);
  const ids = ours.flatMap(({ body }) => [...body.matchAll(answerMarker)].map((match) => Number(match[1] ?? match[2])));
  return new Set(ids);
}
