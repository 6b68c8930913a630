import { isoWeek } from "../core/iso-week.ts";
import { digestAlert, digestKey } from "../core/render/observe-digest.ts";
import type { RecordedLanding } from "../ports/store.ts";
import type { Branch } from "./branch.ts";
import { readBranchRecords } from "./branch-plan.ts";
import type { JourneyPorts } from "./ports.ts";

/**
 * Tells, in one issue a week, what would have waited had the policy been in force. `landing` is about to be recorded; one that
 * would not have waited changes nothing.
 */
export async function digestObserved(
  ports: Pick<JourneyPorts, "forge" | "store">,
  { repository }: Pick<Branch, "repository">,
  landing: RecordedLanding,
): Promise<void> {
  if (landing.observed === undefined) return;
  const { repositoryKey, ref } = landing;
  const week = isoWeek(landing.at);
  const { landings } = await readBranchRecords(ports.store, repositoryKey, ref);
  const before = landings.filter(({ sha }) => sha !== landing.sha).toReversed();
  const all = [...before, landing].flatMap(({ sha, at, observed }) =>
    observed === undefined ? [] : [{ sha, observed, week: isoWeek(at) }],
  );
  const ofWeek = all.filter((one) => one.week === week);
  const last = all.findLast((one) => one.week !== week);
  if (ofWeek.length === 1 && last !== undefined) {
    await ports.forge.closeAlert(repository, digestKey(ref, last.week), `The next week has begun: ${week}.`);
  }
  await ports.forge.publishAlert(repository, digestAlert(repositoryKey, ref, week, ofWeek));
}
