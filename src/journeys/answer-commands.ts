import { type Command, type CommandName, findCommands } from "../core/commands.ts";
import { isHeldBack, modeOf } from "../core/held-back.ts";
import { mayUse } from "../core/may-use.ts";
import { answerCommand, type CommandSituation } from "../core/render/answer-command.ts";
import type { Comment } from "../domain/change.ts";
import type { Decision } from "../domain/decision.ts";
import type { GatheredChange } from "./gather-change.ts";
import type { JourneyPorts } from "./ports.ts";

/** Where we put it: as the first line or as the last one. Elsewhere we quote somebody who wrote it. */
const answerMarker = /^<!-- countersign:answer (\d+) -->|\n<!-- countersign:answer (\d+) -->\s*$/g;

/** Writes the answer to a comment where that comment stands, once for each id. */
export type Reply = (commentId: number, body: string) => Promise<void>;

/** Answers every command of a change's comments once, and does what it asks for. */
export async function answerCommands(
  ports: Pick<JourneyPorts, "forge" | "store" | "clock" | "node">,
  gathered: GatheredChange,
  decision: Decision,
  isValid: boolean,
  reply: Reply = (id, body) => ports.forge.answerComment(gathered.told.ref, id, body),
): Promise<void> {
  const self = await ports.forge.readSelf();
  const answered = answeredIds(gathered, self.id);
  for (const comment of gathered.change.comments) {
    if (comment.account.id === self.id || answered.has(comment.id)) continue;
    const commands = findCommands(comment.body ?? "");
    if (commands.length > 0) await answerComment(ports, gathered, comment, commands, decision, isValid, reply);
    else if (isEditedIn(gathered, comment)) await reply(comment.id, editedAnswer);
  }
}

const editedAnswer =
  "Nothing was done: this comment was edited, and an edit gives no command. Write the command in a new comment.";

/** Whether the comment has a command today that it had not, as far as is known, when it was first seen. */
function isEditedIn({ told }: GatheredChange, { id, edited }: Comment): boolean {
  const today = told.comments.find((comment) => comment.id === id)?.body ?? "";
  return edited && findCommands(today).length > 0;
}

async function answerComment(
  ports: Pick<JourneyPorts, "forge" | "store" | "clock" | "node">,
  gathered: GatheredChange,
  comment: Comment,
  commands: readonly Command[],
  decision: Decision,
  isValid: boolean,
  reply: Reply,
): Promise<void> {
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
    };
    const answer = answerCommand(command, situation);
    if (answer.act === "deploy") await lookAtBase(ports, gathered);
    texts.push(answer.act === "merge" ? await merge(ports, gathered) : answer.text);
  }
  await reply(comment.id, texts.join("\n\n"));
  await ports.store.append({
    at: ports.clock.now().toISOString(),
    kind: "command",
    repository: told.ref.repository,
    details: { change: change.number, comment: comment.id, by: comment.account, commands, answers: texts },
  });
}

async function lookAtBase(
  { store, clock }: Pick<JourneyPorts, "store" | "clock">,
  { told }: GatheredChange,
): Promise<void> {
  const { forge, name } = told.ref.repository;
  const branch = { kind: "branch", forge, repository: name, ref: told.baseRef } as const;
  await store.enqueue(branch, clock.now().toISOString());
}

async function merge(ports: Pick<JourneyPorts, "forge">, { told, change }: GatheredChange): Promise<string> {
  const outcome = await ports.forge.mergeChange(told.ref, change.head.sha);
  return outcome.merged ? `Merged ${change.head.sha}.` : `Not merged: ${outcome.reason}`;
}

function answeredIds({ told }: GatheredChange, selfId: number): ReadonlySet<number> {
  const ours = told.comments.filter(({ account }) => account.id === selfId);
  const ids = ours.flatMap(({ body }) => [...body.matchAll(answerMarker)].map((match) => Number(match[1] ?? match[2])));
  return new Set(ids);
}
