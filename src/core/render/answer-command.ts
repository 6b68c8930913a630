import type { ApprovalRecord, Decision } from "../../domain/decision.ts";
import { type Command, type CommandName, commandNames } from "../commands.ts";
import { renderApprovals, renderTree } from "./decision-text.ts";
import { plain } from "./markdown.ts";

/** What is known when a command is answered. */
export interface CommandSituation {
  readonly speakerId: number;
  readonly head: string;
  readonly state: "open" | "merged" | "closed";
  readonly isValid: boolean;
  readonly decision: Decision;
  /** Whether the decision keeps the change from landing, under the policy's mode. */
  readonly isHeldBack: boolean;
  /** Whether the speaker may use the command, and the groups who may. */
  readonly mayUse: { readonly allowed: boolean; readonly by: string };
  /** For whom any command is on this change, in words that go on after "for". */
  readonly forWhom: (command: CommandName) => string;
  /** What follows for something that landed already, as sentences; `null` where it has not. */
  readonly afterLanding: string | null;
}

/** The words that answer a command, and what is to be done. */
export interface Answer {
  readonly text: string;
  readonly act: "none" | "merge" | "deploy" | "rollback";
}

const commandHelp: Readonly<Record<CommandName, string>> = {
  approve: "`approve <full sha>`: you have read exactly this commit, and agree",
  reject: "`reject`: you object; nobody else can lift it",
  withdraw: "`withdraw`: you take back your approval or objection",
  hold: "`hold`: nothing is approved until you `unhold`",
  unhold: "`unhold`: you lift your own hold",
  merge: "`merge`: Countersign merges the head, if it is approved",
  deploy: "`deploy`: the deploy branch is looked at again now, and what is approved on it deployed",
  rollback: "`rollback`: on a change that is live, the node goes back to the release before it",
  adopt: "`adopt <full sha>`: a controller of the node takes a whole tree as the baseline (on a commit or its alert)",
  recheck: "`recheck`: everything is looked at again",
  explain: "`explain`: why the decision is what it is",
  help: "`help`: this list",
};

/** The answer to a comment that only an edit turned into a command. */
export const editedAnswer =
  "Nothing was done: this comment was edited, and an edit gives no command. Write the command in a new comment.";

/** Answers one command. Acts that count (approve, reject, hold and so on) were counted by the decision already. */
export function answerCommand(command: Command, situation: CommandSituation): Answer {
  if (command.kind === "mistake") return say(command.message);
  const { decision, mayUse } = situation;
  if (!mayUse.allowed) return say(`\`${command.name}\` is for ${plain(mayUse.by)}. Nothing was changed.`);
  switch (command.name) {
    case "approve":
      return say(withOutcome(answerApproval(command.sha ?? "", situation), situation));
    case "reject":
    case "withdraw":
    case "hold":
    case "unhold":
      return say(withOutcome(`Noted. ${plain(decision.summary)}`, situation));
    case "merge":
      return answerMerge(situation);
    case "adopt":
      return say(
        "A baseline is adopted with a comment on a commit of the deploy branch, or on the alert about it, not on a change.",
      );
    case "deploy":
      return { text: "The deploy branch is looked at again now; what is approved on it is deployed.", act: "deploy" };
    case "rollback":
      return situation.state === "merged"
        ? { text: "It is rolled back.", act: "rollback" }
        : say(
            "It has not landed, so there is nothing to go back from. Comment `/countersign rollback` on a change that is live.",
          );
    case "recheck":
      return say(`Looked at again: ${plain(decision.summary)}`);
    case "explain":
      return say(
        [plain(decision.summary), renderTree(decision.tree), renderApprovals(decision.approvals)]
          .filter(Boolean)
          .join("\n\n"),
      );
    case "help":
      return say(renderHelp(situation));
    default:
      return command.name satisfies never;
  }
}

/** All commands, below the words for whom they are. */
function renderHelp({ forWhom }: CommandSituation): string {
  const lists = [...Map.groupBy(commandNames, forWhom)].map(
    ([users, commands]) => `For ${plain(users)}:\n\n${commands.map((name) => `- ${commandHelp[name]}`).join("\n")}`,
  );
  return [
    "Commands stand at the beginning of a line, after `/countersign`.",
    ...lists,
    "Who may use which: the policy's `commands` say it, and where they do not, those whom its requirements ask about this change. The controllers stand in the node's file.",
  ].join("\n\n");
}

/** What was said, and what it means for a change that is no longer open. */
function withOutcome(text: string, { state, afterLanding }: CommandSituation): string {
  if (state === "closed") return `${text} The change is closed; this counts when it is reopened.`;
  return afterLanding === null || afterLanding === "" ? text : `${text} ${afterLanding}`;
}

function answerApproval(written: string, { head, decision, speakerId }: CommandSituation): string {
  const sha = written.toLowerCase();
  if (!/^[0-9a-f]{40}$/.test(sha))
    return `An approval names the full sha of the head: \`/countersign approve ${head}\`.`;
  if (sha !== head)
    return `${sha} is not the head of this change. Read ${head}, and approve that: \`/countersign approve ${head}\`.`;
  const own = decision.approvals.findLast(({ account, source }) => account.id === speakerId && isSaid(source));
  if (own === undefined) return `Your approval was read. ${plain(decision.summary)}`;
  return own.counted
    ? `Your approval counts. ${plain(decision.summary)}`
    : `Your approval does not count: ${plain(own.why)}.`;
}

function isSaid(source: ApprovalRecord["source"]): boolean {
  return source === "command" || source === "countersignature";
}

function answerMerge({ state, isValid, isHeldBack, decision, head }: CommandSituation): Answer {
  if (state === "merged") return say("It is merged.");
  if (state === "closed") return say("It is closed. Reopen it first.");
  if (!isValid) return say("Not merged: the validation has findings at error. Mend them and push.");
  if (isHeldBack) return say(`Not merged: ${plain(decision.summary)}`);
  return { text: `Merged at ${head}.`, act: "merge" };
}

function say(text: string): Answer {
  return { text, act: "none" };
}
