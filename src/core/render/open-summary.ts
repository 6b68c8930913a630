import type { ChangeRequest } from "../../domain/change.ts";
import type { ApprovalRecord, Decision, DecisionNode } from "../../domain/decision.ts";
import type { Inspection } from "../../domain/finding.ts";
import { countOf } from "../../formats/count-of.ts";
import { describeConsequences } from "../consequences/describe-consequences.ts";
import { listWords } from "../decide/list-words.ts";
import { reasonOfFailure } from "../decide/summarize.ts";
import type { PolicyMode } from "../held-back.ts";
import { isHeldBack } from "../held-back.ts";
import { sinceApproval } from "../since-approval.ts";
import { isValid, silencedLines, validationCheck } from "./checks.ts";
import { compareLink } from "./compare-link.ts";
import { markOf } from "./decision-text.ts";
import { code, details, plain } from "./markdown.ts";

/** What the one summary comment of an open change is made of. */
export interface OpenChangeView {
  readonly change: Pick<ChangeRequest, "forge" | "base" | "head" | "commits" | "earlierHeads" | "isDraft">;
  /** The change's page. */
  readonly webUrl: string;
  readonly inspection: Inspection;
  readonly decision: Decision;
  readonly mode: PolicyMode;
  /** Whom to ask, without `@`, and who of them was called already. */
  readonly asked: readonly string[];
  readonly mentioned: readonly string[];
  /** For the next runs of DAGs. Default: the epoch. */
  readonly now?: Date;
}

/** The one summary comment of an open change: where it stands, what is awaited, and how to go on. */
export function openSummary(view: OpenChangeView): string {
  const { inspection, decision, change } = view;
  const validation = validationCheck(inspection, change.base.ref, "enforce");
  const children = decision.tree.children;
  return [
    `### Countersign: ${plain(headline(view))}`,
    plain(sentence(view)),
    [
      `- ${isValid(inspection) ? "✅" : "❌"} **Validation**: ${plain(validation.title)}`,
      ...children.flatMap((child) => checklist(child, 0)),
    ].join("\n"),
    consequenceLines(view),
    silenced(inspection),
    approvalLines(view),
    nextStep(view),
    children.some(({ status }) => status === "skipped")
      ? details("What does not apply", children.flatMap(skippedLine).join("\n"))
      : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function consequenceLines({ inspection: { consequences }, now }: OpenChangeView): string {
  const lines = consequences === undefined ? [] : describeConsequences(consequences, now ?? new Date(0));
  return lines.length === 0 ? "" : ["What it would do:", "", ...lines.map((line) => `- ${plain(line)}`)].join("\n");
}

/** Who approves also approves of what the change keeps quiet. */
function silenced(inspection: Inspection): string {
  const lines = silencedLines(inspection);
  return lines.length === 0 ? "" : ["Silenced by comments in this change:", "", ...lines].join("\n");
}

const noDecision = "no decision is possible";

function headline({ inspection, decision, change, mode }: OpenChangeView): string {
  if (mode === "enforce" && !isValid(inspection)) return "this change has to be mended";
  const isGood = decision.status === "approved" && isValid(inspection);
  if (mode === "observe" && !isGood && !isHeldBack(decision, mode)) return "observing only, nothing is held back";
  if (decision.status === "rejected") return "rejected";
  if (decision.status === "failed") return noDecision;
  if (change.isDraft) return decision.status === "approved" ? "a draft, approved" : "a draft, nobody is asked yet";
  if (decision.status === "approved") return "approved, ready to merge";
  return holders(decision).length > 0 ? "held" : "waiting for approval";
}

/** The decision; where the headline says already that there is none, only why. */
function sentence(view: OpenChangeView): string {
  const { decision } = view;
  if (headline(view) !== noDecision) return decision.summary;
  const reason = reasonOfFailure(decision.tree);
  return `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`;
}

function checklist(node: DecisionNode, depth: number): readonly string[] {
  if (node.status === "skipped") return [];
  const own = `${"  ".repeat(depth)}- ${markOf(node.status)} **${plain(node.name)}**: ${plain(node.reason)}`;
  return [own, ...node.children.flatMap((child) => checklist(child, depth + 1))];
}

function skippedLine(node: DecisionNode): readonly string[] {
  return node.status === "skipped" ? [`- **${plain(node.name)}**: ${plain(node.reason)}`] : [];
}

function approvalLines(view: OpenChangeView): string {
  const { approvals } = view.decision;
  if (approvals.length === 0) return "";
  const list = (some: readonly ApprovalRecord[]) => some.map((one) => approvalLine(one, view)).join("\n");
  if (approvals.length <= mostApprovals) return `Approvals given:\n\n${list(approvals)}`;
  const others = approvals.filter(({ counted }) => !counted);
  const counted = approvals.filter((one) => one.counted);
  return [
    counted.length === 0 ? "" : `Approvals given:\n\n${list(counted)}`,
    others.length === 0 ? "" : details(`${countOf(others.length, "approval")} that did not count`, list(others)),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Of more, those that do not count are folded away. */
const mostApprovals = 10;

/** One approval, and what came since where it is of an older commit. */
function approvalLine({ account, counted, why, sha, source }: ApprovalRecord, view: OpenChangeView): string {
  const who = `${code(account.login)} (${source})`;
  if (counted) return `- ✅ ${who}: ${plain(why)}`;
  const { change, webUrl } = view;
  const since = sinceApproval(sha ?? "", change);
  if (sha === null || since.kind === "unknown") return `- ➖ ${who} does not count: ${plain(why)}`;
  const link = compareLink(change.forge, webUrl, sha, change.head.sha, since.kind === "force-push");
  const seen = link === null ? "" : ` ([what changed since](${link}))`;
  return `- ➖ ${who} does not count: ${plain(why)}${seen}`;
}

function nextStep(view: OpenChangeView): string {
  const { inspection, decision, change, mode } = view;
  if (mode === "enforce" && !isValid(inspection)) return "**Next**: mend the lines that are commented on, and push.";
  if (!isValid(inspection) && !isHeldBack(decision, mode))
    return "**Next**: it may be merged all the same. With `mode: enforce` the lines that are commented on would have to be mended first.";
  switch (decision.status) {
    case "approved":
      return change.isDraft
        ? "**Next**: mark it as ready, and merge it. It is deployed once it has landed."
        : "**Next**: merge it. It is deployed once it has landed.";
    case "rejected":
      return "**Next**: settle the objection with the person who raised it; they withdraw it or approve.";
    case "failed":
      return "**Next**: mend what could not be known, and comment `/countersign recheck`.";
    case "pending":
      return pendingStep(view);
    default:
      return decision.status satisfies never;
  }
}

function pendingStep(view: OpenChangeView): string {
  const { change, decision } = view;
  if (!isHeldBack(decision, view.mode))
    return "**Next**: it may be merged all the same. With `mode: enforce` it would wait for this approval.";
  if (change.isDraft) return "**Next**: mark it as ready; then those whose approval it needs are asked.";
  const held = holders(decision);
  if (held.length > 0 && held.length === decision.tree.waitingFor.length)
    return `**Next**: settle it with ${held.map(code).join(" and ")}, who lifts the hold with \`/countersign unhold\`.`;
  const labels = decision.tree.waitingFor.map(({ from }) => from).filter(isLabel);
  if (labels.length > 0 && labels.length === decision.tree.waitingFor.length)
    return `**Next**: somebody who may reads it, and sets ${plain(listWords(labels))}. A label that does not count is removed first.`;
  if (decision.tree.waitingFor.length === 0)
    return "**Next**: nobody's approval is awaited now: see to what is marked ⏳ above.";
  const who = askedNames(view);
  return `**Next**: ${who === "" ? "somebody who is awaited" : who} reviews it and approves, or comments\n\n    /countersign approve ${change.head.sha}`;
}

function isLabel(awaited: string): boolean {
  return /^label .* from /.test(awaited);
}

/** Everybody is called once; afterwards a name is but a name. */
function askedNames({ asked, mentioned, mode }: OpenChangeView): string {
  const called = new Set(mentioned);
  const names = asked.map((name) => (called.has(name) || mode === "observe" ? code(name) : `@${name}`));
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** Whom this summary calls, which it may do only once. */
export function calledIn(view: OpenChangeView): readonly string[] {
  const { decision, change, inspection, mode, asked, mentioned } = view;
  if (decision.status !== "pending" || change.isDraft || !isValid(inspection) || mode === "observe") return [];
  if (holders(decision).length > 0 && holders(decision).length === decision.tree.waitingFor.length) return [];
  return asked.filter((name) => !mentioned.includes(name));
}

function holders(decision: Decision): readonly string[] {
  return decision.tree.waitingFor.flatMap(({ from }) =>
    / to unhold$/.test(from) ? [from.replace(/ to unhold$/, "")] : [],
  );
}
