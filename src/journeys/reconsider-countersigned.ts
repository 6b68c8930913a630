import { unapprovedKey } from "../core/render/alerts.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { RecordedLanding } from "../ports/store.ts";
import { answerCommands, hasUnanswered } from "./answer-commands.ts";
import type { Branch } from "./branch.ts";
import { readBranchRecords } from "./branch-plan.ts";
import { assembleChange } from "./gather-change.ts";
import { gatherLanded } from "./judge-landing.ts";
import type { JourneyPorts } from "./ports.ts";
import { reconsiderLanding } from "./reconsider-landing.ts";
import { tellLanding } from "./tell-landing.ts";

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

  const changes = await gatherLanded(ports, branch, before, sha);
  const told = await tellLanding(ports, branch, before, [{ sha, tree }], changes);
  const gathered = await assembleChange(ports, told, branch.mirror, before);
  const { decision, recall } = await reconsiderLanding(ports, gathered, landing);
  const reply = (id: number, body: string) => ports.forge.answerCommitComment(repository, sha, key, id, body);
  await answerCommands(ports, gathered, decision, true, reply, { landing, recall });
}
