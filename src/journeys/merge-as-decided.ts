import { isDeepStrictEqual } from "node:util";
import { mergedElsewhereAlert } from "../core/render/alerts.ts";
import { shortRef } from "../core/render/markdown.ts";
import type { ForgeChange } from "../ports/forge.ts";
import type { GatheredChange } from "./gather-change.ts";
import type { JourneyPorts } from "./ports.ts";

/**
 * Merges what was decided on: a forge merges a head into whatever its base is by then, and an inspection takes its time. So the
 * change is read again just before. Answers what is said; `null`, and does nothing, where the decision rests on something else by now.
 */
export async function mergeAsDecided(
  { forge }: Pick<JourneyPorts, "forge">,
  { told, change }: GatheredChange,
): Promise<string | null> {
  const { id } = await forge.readSelf();
  const now = await forge.readChange(told.ref);
  if (!isDeepStrictEqual(restsOn(now, id), restsOn(told, id))) return null;
  const { sha } = change.head;
  const outcome = await forge.mergeChange(told.ref, sha);
  if (!outcome.merged) return `Not merged: ${outcome.reason}`;
  if (outcome.baseRef === told.baseRef && outcome.head === sha) return `Merged ${sha}.`;
  await forge.publishAlert(told.ref.repository, mergedElsewhereAlert(told, outcome));
  const [into, meant] = [outcome.baseRef, told.baseRef].map(shortRef);
  return `Merged ${outcome.head} into ${into}, though the decision was on ${sha} into ${meant}: it was altered in that very moment. An alert tells of it.`;
}

/** What a decision on a change rests on, without what we say and report ourselves. */
function restsOn({ webUrl: _, ...told }: ForgeChange, selfId: number): Omit<ForgeChange, "webUrl"> {
  return {
    ...told,
    comments: told.comments.filter(({ account }) => account.id !== selfId),
    checks: told.checks.filter(({ name }) => !name.startsWith("countersign/")),
  };
}
