import { placesHeldBack, planRelease, releaseBefore } from "../core/plan-release.ts";
import { code, plain, shortRef, shortSha } from "../core/render/markdown.ts";
import { changeLink, describeWayOut } from "../core/render/recall-words.ts";
import type { Comment } from "../domain/change.ts";
import type { Recall } from "../domain/recall.ts";
import type { RecordedLanding } from "../ports/store.ts";
import { type BranchRecords, beginRecall, endRecall, readBranchRecords } from "./branch-plan.ts";
import type { GatheredChange } from "./gather-change.ts";
import type { JourneyPorts } from "./ports.ts";

export type RollBackPorts = Pick<JourneyPorts, "store" | "clock">;

/** Goes back to the release before a landing, as somebody entitled asks in a comment. Answers what is said to that. */
export async function rollBack(
  ports: RollBackPorts,
  gathered: GatheredChange,
  comment: Pick<Comment, "id" | "account">,
  landing: RecordedLanding | null,
): Promise<string> {
  if (landing?.verdict.status !== "approved") return "Nothing of it was deployed, so there is nothing to go back from.";
  const { repository } = gathered.told.ref;
  const records = await readBranchRecords(ports.store, landing.repositoryKey, landing.ref);
  const id = `rollback ${landing.repositoryKey} ${landing.ref} ${landing.sha} ${comment.id}`;
  const known = records.recalls.find((one) => one.id === id);
  const refusal = known === undefined ? whyNot(records, landing) : null;
  if (refusal !== null) return refusal;

  const to = releaseBefore(records.onBranch, landing.sha);
  const tip = records.landings[0]?.sha;
  if (known === undefined && (to === null || tip === undefined))
    return "There is no earlier release to go back to: nothing else was approved and live before it.";
  const recall: Recall = known ?? {
    id,
    repositoryKey: landing.repositoryKey,
    ref: landing.ref,
    sha: landing.sha,
    change: gathered.change.number === 0 ? null : gathered.change.number,
    cause: { kind: "rollback", by: comment.account, to: to ?? "", tip: tip ?? "" },
    at: ports.clock.now().toISOString(),
    ended: null,
    isTold: false,
  };
  if (known === undefined) await beginRecall(ports, repository, recall);
  return describeRollback(records, recall);
}

/** Lifts a rollback of the very landing that is spoken of. Answers what is said; `null` where nothing keeps it from being live. */
export async function liftRollback(
  ports: RollBackPorts,
  gathered: GatheredChange,
  comment: Pick<Comment, "account">,
  landing: RecordedLanding | null,
): Promise<string | null> {
  if (landing === null) return null;
  const { onBranch, recalls } = await readBranchRecords(ports.store, landing.repositoryKey, landing.ref);
  const own = recalls.filter(
    ({ ended, cause, sha }) => ended === null && cause.kind === "rollback" && sha === landing.sha,
  );
  const by = `${plain(comment.account.login)} deployed it again`;
  for (const recall of own) await endRecall(ports, gathered.told.ref.repository, recall, by);
  const others = recalls.filter((one) => placesHeldBack(onBranch, one) > 0 && !own.includes(one));
  const [other] = others;
  if (other !== undefined) return `It is held back: ${describeWayOut(other)}`;
  return own.length > 0
    ? `The rollback is lifted: ${code(shortSha(landing.sha))}, and what landed on top of it, is deployed again.`
    : null;
}

function whyNot({ onBranch, recalls }: BranchRecords, { sha }: RecordedLanding): string | null {
  const place = onBranch.findIndex((landing) => landing.sha === sha);
  if (place < 0) return "A controller of the node adopted a newer baseline since; nobody goes back beyond that.";
  const { wanted } = planRelease(onBranch, recalls);
  const live = onBranch.findIndex((landing) => landing.sha === wanted);
  return wanted !== null && live > place
    ? `It is not live: the node went back to ${code(shortSha(wanted))} already.`
    : null;
}

function describeRollback({ landings, onBranch }: BranchRecords, recall: Recall): string {
  const { cause, sha, repositoryKey, ref } = recall;
  const to = cause.kind === "rollback" ? cause.to : "";
  const since = landings.find((landing) => landing.sha === to)?.at.slice(0, 10) ?? "";
  const above = landings
    .slice(
      0,
      onBranch.findIndex((landing) => landing.sha === sha),
    )
    .map(({ verdict, sha: other }) =>
      verdict.status === "approved" && verdict.basis.kind === "change"
        ? changeLink(repositoryKey, verdict.basis.number)
        : code(shortSha(other)),
    );
  return [
    `Rolled back: ${code(shortSha(to))}, the release before it on ${code(shortRef(ref))} (${since}), goes live again.`,
    ...(above.length === 0 ? [] : [`What landed on top of it goes with it: ${above.join(", ")}.`]),
    describeWayOut(recall, recall.change !== null),
  ].join(" ");
}
