import { unapprovedKey } from "../core/render/alerts.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { Recall } from "../domain/recall.ts";
import type { RecordedLanding } from "../ports/store.ts";
import { answerCommands, hasUnanswered } from "./answer-commands.ts";
import type { Branch } from "./branch.ts";
import { readBranchRecords } from "./branch-plan.ts";
import { gatherCountersigned, isCountersigned } from "./gather-countersigned.ts";
import type { JourneyPorts } from "./ports.ts";
import { hasExpiredSince, reconsiderLanding } from "./reconsider-landing.ts";

/** So many of the newest that were countersigned are heard, back to the baseline that was adopted last. */
const mostCountersigned = 50;

/**
 * Hears what is said on a commit, or on the alert about it, after it was countersigned there, and lets its approval expire. Each
 * look at the branch does so: a timer asks for one again and again, so nothing is planned for the day on which it expires.
 */
export async function reconsiderCountersigned(ports: JourneyPorts, branch: Branch): Promise<void> {
  const { landings, recalls } = await readBranchRecords(ports.store, repositoryKey(branch.repository), branch.ref);
  for (const landing of landings.filter(isCountersigned).slice(0, mostCountersigned)) {
    const ofThis = recalls.filter(({ sha, cause }) => sha === landing.sha && cause.kind === "taken-back");
    await hear(ports, branch, landing, ofThis);
  }
}

async function hear(
  ports: JourneyPorts,
  branch: Branch,
  landing: RecordedLanding,
  recalls: readonly Recall[],
): Promise<void> {
  const { repository, ref, mirror } = branch;
  const { sha } = landing;
  const key = unapprovedKey(ref, sha);
  const self = await ports.forge.readSelf();
  const said = await ports.forge.listCommitComments(repository, sha, key);
  const isDue =
    hasUnanswered(said, self.id) || (await hasExpiredSince(ports, repository, mirror, landing, said, recalls));
  if (!isDue) return;

  const gathered = await gatherCountersigned(ports, branch, landing);
  const { decision, recall } = await reconsiderLanding(ports, gathered.whole, landing);
  const reply = (id: number, body: string) => ports.forge.answerCommitComment(repository, sha, key, id, body);
  await answerCommands(ports, gathered.landing, decision, true, reply, { landing, recall });
}
