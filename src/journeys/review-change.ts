import { decide } from "../core/decide.ts";
import { modeOf } from "../core/held-back.ts";
import { approvalCheck, isValid, lineFindings, validationCheck } from "../core/render/checks.ts";
import { gateNote } from "../core/render/gate-note.ts";
import { shortRef } from "../core/render/markdown.ts";
import { whomToMention } from "../core/render/mentions.ts";
import { calledIn, type OpenChangeView, openSummary } from "../core/render/open-summary.ts";
import { changeLink } from "../core/render/recall-words.ts";
import { withFindings } from "../core/with-findings.ts";
import { worstDecision } from "../core/worst-decision.ts";
import type { Decision } from "../domain/decision.ts";
import type { Inspection } from "../domain/finding.ts";
import { type ChangeRef, repositoryKey } from "../domain/identity.ts";
import type { ChangeReport } from "../domain/report.ts";
import type { OpenChange } from "../ports/forge.ts";
import { answerCommands } from "./answer-commands.ts";
import { attestApproval } from "./attest.ts";
import { type GatheredChange, gatherChange, gatherTold } from "./gather-change.ts";
import { inspectChange } from "./inspect-change.ts";
import { lookAtEnded } from "./look-at-ended.ts";
import { askNodeFor } from "./node-dags/ask-node.ts";
import type { JourneyPorts } from "./ports.ts";
import { reportInTurn } from "./report-in-turn.ts";
import { withDatasetsRead } from "./with-datasets-read.ts";

/** A change that is altered while it is decided on is looked at anew so often before it is merged for somebody, or not. */
const mostLooks = 3;

/** Looks at one change as it is now, and makes the forge show what follows. Safe to call any number of times. */
export async function reviewChange(ports: JourneyPorts, ref: ChangeRef, look = 1): Promise<Decision | null> {
  const told = await ports.forge.readChange(ref);
  if (told.state !== "open") {
    await lookAtEnded(ports, told);
    return null;
  }

  const asTold = await gatherTold(ports, told, null);
  if (asTold.change.mergeBase === asTold.change.head.sha) {
    // The base branch holds the head: it was merged while it was read, and its checks shall stay as they were then.
    const now = await ports.forge.readChange(ref);
    if (now.state !== "open") {
      await lookAtEnded(ports, now);
      return null;
    }
  }
  const open = await ports.forge.listOpenChanges(ref.repository);
  const inspection = await inspectChange(ports, asTold, {
    moment: { open, runs: await ports.store.listUnfinishedRuns() },
    askNode: askNodeFor(ports, asTold, open),
    whenRead: (end) => void end.then(() => lookAgain(ports, ref)),
  });
  const gathered = await withDatasetsRead(ports, asTold, inspection);
  const decision = decideChange(ports, gathered, inspection);
  await recordDecision(ports, ref, gathered, decision);
  await attestApproval(ports, gathered, decision, inspection);
  const whenMoved = look < mostLooks ? "decide anew" : "say so";
  if (!(await answerCommands(ports, gathered, decision, isValid(inspection), undefined, null, whenMoved)))
    return reviewChange(ports, ref, look + 1);

  const twins = await decideTwins(ports, gathered, open);
  const shown = worstDecision([decision, ...twins.map((twin) => twin.decision)]);
  const gate = ports.gateOf(ref.repository, shortRef(gathered.change.base.ref));
  const view = await viewOf(ports, gathered, inspection, decision);
  const notes = [twinNote(ref, twins, shown), gateNote(ref.repository, gate)];
  const report = withNote(renderReport(gathered, view, shown), notes.filter(Boolean).join("\n\n"));
  await reportInTurn(ports.store, ref, () => ports.forge.publishReport(ref, report));
  await ports.store.recordMentions(repositoryKey(ref.repository), ref.number, calledIn(view));
  return decision;
}

/** Asks for another look, now that more is known of the repository. */
async function lookAgain({ store, clock, log }: JourneyPorts, { repository, number }: ChangeRef): Promise<void> {
  const subject = { kind: "change", forge: repository.forge, repository: repository.name, number } as const;
  await store.remind(subject, clock.now().toISOString()).catch((error: unknown) => {
    log.warn({ err: error, repo: repository.name, change: number }, "another look could not be asked for"); // reconciliation will
  });
}

/** The decision on a gathered change, its findings included. Pure. */
export function decideChange(
  ports: Pick<JourneyPorts, "node">,
  gathered: GatheredChange,
  inspection: Inspection,
): Decision {
  return decide(withFindings(gathered.change, inspection), { policy: gathered.policy, node: ports.node });
}

interface Twin {
  readonly number: number;
  readonly decision: Decision;
}

/** Other open changes with the same head and base: a check belongs to a sha, so the worst decision is shown for all. */
async function decideTwins(
  ports: JourneyPorts,
  gathered: GatheredChange,
  open: readonly OpenChange[],
): Promise<readonly Twin[]> {
  const { told } = gathered;
  const twins = open.filter(
    (other) => other.number !== told.ref.number && other.headSha === told.head.sha && other.baseRef === told.baseRef,
  );
  const decided: Twin[] = [];
  for (const { number } of twins) {
    const other = await gatherChange(ports, { repository: told.ref.repository, number }, null);
    const inspection = await inspectChange(ports, other);
    const decision = decideChange(ports, await withDatasetsRead(ports, other, inspection), inspection);
    decided.push({ number, decision });
  }
  return decided;
}

/** Why the check says something else than the summary; empty where it does not. */
function twinNote({ repository }: ChangeRef, twins: readonly Twin[], shown: Decision): string {
  const twin = twins.find(({ decision }) => decision === shown);
  if (twin === undefined) return "";
  const link = changeLink(repositoryKey(repository), twin.number);
  return `The check of this commit shows the decision on ${link}, which has the same head and base, and is ${shown.status}.`;
}

async function recordDecision(
  ports: JourneyPorts,
  ref: ChangeRef,
  gathered: GatheredChange,
  decision: Decision,
): Promise<void> {
  const at = ports.clock.now().toISOString();
  const { head } = gathered.change;
  await ports.store.recordDecision(repositoryKey(ref.repository), ref.number, head.sha, decision, {
    at,
    kind: "decision",
    repository: ref.repository,
    details: {
      change: ref.number,
      head: head.sha,
      base: gathered.change.base,
      mergeBase: gathered.change.mergeBase,
      status: decision.status,
      policy: decision.policy,
      approvals: decision.approvals,
    },
  });
}

/** A note that stands on the approval, and on the summary that people read. */
function withNote(report: ChangeReport, note: string): ChangeReport {
  if (note === "") return report;
  const checks = report.checks.map((check) =>
    check.name.startsWith("countersign/approval: ") ? { ...check, summary: `${check.summary}\n\n${note}` } : check,
  );
  return { ...report, checks, summary: `${report.summary}\n\n${note}` };
}

async function viewOf(
  { store, node }: Pick<JourneyPorts, "store" | "node">,
  { change, told, policy }: GatheredChange,
  inspection: Inspection,
  decision: Decision,
): Promise<OpenChangeView> {
  return {
    change,
    webUrl: told.webUrl,
    inspection,
    decision,
    mode: modeOf(policy),
    asked: whomToMention(decision, policy, node, change),
    mentioned: await store.listMentions(repositoryKey(told.ref.repository), told.ref.number),
    now: new Date(change.now),
  };
}

function renderReport({ change }: GatheredChange, view: OpenChangeView, shown: Decision): ChangeReport {
  const { head, base } = change;
  const { inspection, mode } = view;
  return {
    head: head.sha,
    checks: [validationCheck(inspection, base.ref, mode), approvalCheck(shown, base.ref, mode)],
    summary: openSummary(view),
    lineFindings: lineFindings(inspection),
  };
}
