import type { RepositoryKey } from "../../domain/identity.ts";
import type { Recall, TakingBack } from "../../domain/recall.ts";
import { code, plain, shortRef, shortSha } from "./markdown.ts";

/** A change as its forge links it: `#7`, `!7`. */
export function changeLink(repository: RepositoryKey, number: number): string {
  return `${repository.startsWith("gitlab:") ? "!" : "#"}${number}`;
}

/** What was done, as a clause: who took the approval back and how, or who asked for the older release. */
export function describeCause({ cause }: Pick<Recall, "cause">): string {
  if (cause.kind === "rollback") return `${plain(cause.by.login)} asked for the release before it`;
  return joinClauses(cause.acts.map(describeAct));
}

/** What becomes of the node by a recall, as one sentence. `wanted` is the landing that shall be live. */
export function describeEffect({ cause, sha }: Recall, wanted: string | null): string {
  if (cause.kind === "taken-back" && !cause.rollsBack) return `${code(shortSha(sha))} stays live, as the policy says.`;
  if (wanted === null) return `There is no earlier release to go back to, so ${code(shortSha(sha))} stays live.`;
  return `${code(shortSha(wanted))} is live again.`;
}

/** How it comes to an end, as sentences. `isHere`: it is told on the very change. */
export function describeWayOut({ cause, sha, ref, change, repositoryKey }: Recall, isHere = false): string {
  const other = change === null ? "the commit" : changeLink(repositoryKey, change);
  const [where, it] = isHere ? ["here", "it"] : [`on ${other}`, other];
  const branch = code(shortRef(ref));
  if (cause.kind === "rollback")
    return `It stays so until something new lands on ${branch}, or somebody who may comments \`/countersign deploy\` ${where}.`;
  const again = `That ends when ${it} is approved again, or when what it changed is undone on ${branch}.`;
  return cause.rollsBack
    ? `${again} Until then nothing that lands on top of ${code(shortSha(sha))} is deployed.`
    : `To take it from the node, comment \`/countersign rollback\` ${where}, or undo it by a new change. ${again}`;
}

function describeAct(act: TakingBack): string {
  switch (act.kind) {
    case "withdrawal":
      return `${plain(act.by.login)} withdrew the approval`;
    case "objection":
      return `${plain(act.by.login)} objects`;
    case "hold":
      return `${plain(act.by.login)} holds it`;
    case "expiry":
      return "its approval has expired";
    default:
      return act satisfies never;
  }
}

function joinClauses(clauses: readonly string[]): string {
  return clauses.length < 2 ? clauses.join("") : `${clauses.slice(0, -1).join(", ")} and ${clauses.at(-1)}`;
}
