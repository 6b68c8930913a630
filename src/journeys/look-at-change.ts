import type { Decision } from "../domain/decision.ts";
import { ForgeError } from "../domain/errors.ts";
import type { Inspection } from "../domain/finding.ts";
import type { ChangeRef } from "../domain/identity.ts";
import type { ForgeChange } from "../ports/forge.ts";
import { findBeforeLanding } from "./before-landing.ts";
import { type GatheredChange, type GatherPorts, gatherTold, headRefOf } from "./gather-change.ts";
import { inspectChange } from "./inspect-change.ts";
import type { JourneyPorts } from "./ports.ts";
import type { PolicyInstead } from "./read-policy-at.ts";
import { decideChange } from "./review-change.ts";
import { withDatasetsRead } from "./with-datasets-read.ts";

export interface LookedAt {
  readonly gathered: GatheredChange;
  readonly inspection: Inspection;
  readonly decision: Decision;
}

/** Decides on a change as it is now, and tells nobody. One that was merged is decided on the tip before it landed. */
export async function lookAtChange(
  ports: GatherPorts & Pick<JourneyPorts, "inspector" | "indexes">,
  ref: ChangeRef,
  instead?: PolicyInstead,
): Promise<LookedAt> {
  const told = await ports.forge.readChange(ref);
  const before = told.mergedAs === null ? null : await tipBefore(ports, told, told.mergedAs);
  const asTold = await gatherTold(ports, told, before, instead);
  const inspection = await inspectChange(ports, asTold);
  const gathered = await withDatasetsRead(ports, asTold, inspection);
  return { gathered, inspection, decision: decideChange(ports, gathered, inspection) };
}

/** Fetches a merged change with its base, and finds the tip of that before it landed. Throws `ForgeError` when there is none. */
export async function tipBefore(ports: GatherPorts, told: ForgeChange, landed: string): Promise<string> {
  const { repository, number } = told.ref;
  const remote = await ports.forge.readRemote(repository);
  const mirror = await ports.mirrors.fetch(repository, remote, [
    `+${told.baseRef}:${told.baseRef}`,
    `+${ports.forge.capabilities.headRef(number)}:${headRefOf(told.ref)}`,
  ]);
  const before = await findBeforeLanding(mirror, landed, told.head.sha);
  if (before !== null) return before;
  throw new ForgeError(
    `What change ${number} of ${repository.name} left on ${told.baseRef} is not its clean merge with any tip before it, so it cannot be told on what it was merged.`,
    { status: null, retryable: false, retryAfterMs: null },
  );
}
