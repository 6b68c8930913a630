import { unapprovedKey } from "../core/render/alerts.ts";
import { repositoryKey } from "../domain/identity.ts";
import { listFirstParents } from "../git/list-commits.ts";
import type { RecordedLanding } from "../ports/store.ts";
import { answerCommands, hasUnanswered } from "./answer-commands.ts";
import type { Branch } from "./branch.ts";
import { readBranchRecords } from "./branch-plan.ts";
import { gatherLandedBy, gatherLanding } from "./gather-landing.ts";
import type { JourneyPorts } from "./ports.ts";
import { reconsiderLanding } from "./reconsider-landing.ts";

/** So many of the newest landings are looked at, and so many of those that were countersigned themselves. */
const mostLandings = 20;
const mostCountersigned = 3;

/** Hears what is said on a commit, or on the alert about it, after it was countersigned there. */
export async function reconsiderCountersigned(ports: JourneyPorts, branch: Branch): Promise<void> {
  const { landings } = await readBranchRecords(ports.store, repositoryKey(branch.repository), branch.ref);
  const countersigned = landings
    .slice(0, mostLandings)
    .filter(({ verdict }) => verdict.status === "approved" && verdict.basis.kind === "countersigned");
  for (const landing of countersigned.slice(0, mostCountersigned)) await hear(ports, branch, landing);
}

async function hear(ports: JourneyPorts, branch: Branch, landing: RecordedLanding): Promise<void> {
  const { repository, ref } = branch;
  const { sha, tree, before } = landing;
  const key = unapprovedKey(ref, sha);
  const self = await ports.forge.readSelf();
  if (!hasUnanswered(await ports.forge.listCommitComments(repository, sha, key), self.id)) return;

  const [first = sha] = await listFirstParents(branch.mirror, before, sha);
  const landedBy = await gatherLandedBy(ports, branch, before, first);
  const gathered = await gatherLanding(ports, branch, before, [{ sha, tree }], landedBy);
  const { decision, recall } = await reconsiderLanding(ports, gathered, landing);
  const reply = (id: number, body: string) => ports.forge.answerCommitComment(repository, sha, key, id, body);
  await answerCommands(ports, gathered, decision, true, reply, { landing, recall });
}
