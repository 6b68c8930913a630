import { countOf } from "../formats/count-of.ts";
import type { PlaceFlaw } from "../targets/dag-directory/place-flaw.ts";
import type { Place } from "../targets/dag-directory/read-place.ts";
import type { PlaceVerdict } from "../targets/dag-directory/verify-place.ts";

/** A tree of another release has every file otherwise: so many are told, and how many there are. */
const maxFlaws = 1000;

/** What `countersign verify --format json` prints. */
export interface Verification {
  readonly version: 1;
  readonly status: "verified" | "failed";
  readonly directory: string;
  readonly namespace: string;
  /** What a service's pinned key signed about it; `null` where it proves nothing. */
  readonly release: ReturnType<typeof describeRelease> | null;
  /** What the node says that accepted it by itself; `null` where it was none. */
  readonly acceptance: ReturnType<typeof describeAcceptance> | null;
  /** What of that is proved, and by whom: sentences. */
  readonly proof: readonly string[];
  readonly keys: readonly { readonly keyid: string; readonly state: "active" | "retired" }[];
  /** Files and links that are as they were signed. */
  readonly sound: number;
  readonly flaws: readonly PlaceFlaw[];
  readonly flawCount: number;
}

export function describeVerification(
  place: Place,
  { release, acceptance, proof, keys, sound, flaws }: PlaceVerdict,
): Verification {
  return {
    version: 1,
    status: flaws.length === 0 ? "verified" : "failed",
    directory: place.slot,
    namespace: place.namespace,
    release: release === null ? null : describeRelease(release),
    acceptance: acceptance === null ? null : describeAcceptance(acceptance),
    proof,
    keys: keys.map(({ keyid, state }) => ({ keyid, state })),
    sound,
    flaws: flaws.slice(0, maxFlaws),
    flawCount: flaws.length,
  };
}

function describeRelease({ predicate }: NonNullable<PlaceVerdict["release"]>) {
  const { node, target, namespace, repository, change, baseRef, landed, head, policy, approvers, decision, at } =
    predicate;
  return {
    node,
    target,
    namespace,
    repository,
    change,
    baseRef,
    landed,
    head,
    policy,
    approvers,
    decision: decision === null ? null : { status: decision.status, summary: decision.summary },
    findings: predicate.inspection.findings.length,
    ruleSet: predicate.inspection.ruleSet,
    at,
  };
}

function describeAcceptance({ predicate }: NonNullable<PlaceVerdict["acceptance"]>) {
  const { node, target, namespace, repository, baseRef, landed, basis, reason, by, evidence, at } = predicate;
  const review = evidence?.review ?? null;
  return {
    node,
    target,
    namespace,
    repository,
    baseRef,
    landed,
    basis,
    reason,
    by,
    before: evidence?.before ?? null,
    review:
      review === null
        ? null
        : { change: review.change, head: review.head, policy: review.policy, approvers: review.approvers },
    at,
  };
}

/** Flaws come before what the attestation says, and at the end it is said again that there are some. */
export function renderVerification(verification: Verification): string {
  const { status, directory, flaws, flawCount } = verification;
  const stated = [...renderRelease(verification), ...renderAcceptance(verification)];
  if (status === "verified") return [`verified  ${directory}`, ...stated].map(printable).join("\n");
  const lines = [
    `FAILED  ${directory}`,
    ...flaws.map(({ code, path, message }) => `${code}: ${path === null ? message : `${path} ${message}`}`),
    ...(flawCount > flaws.length ? [`and ${flawCount - flaws.length} more`] : []),
    ...(stated.length === 0 ? [] : ["What the attestation says, which does not hold here:", ...stated]),
    `FAILED  ${countOf(flawCount, "flaw")}: it is not proved that this is what was approved.`,
  ];
  return lines.map(printable).join("\n");
}

function renderRelease({ release, proof, keys, sound }: Verification): readonly string[] {
  if (release === null) return [];
  const { repository, landed, node, target, namespace, policy } = release;
  const layers = policy.layers.filter(({ name, sha256 }) => name !== policy.name || sha256 !== policy.sha256);
  return [
    `what      ${repository.name} (${repository.key}) at ${landed.commit}, ${describeBasis(release)}`,
    `where     node ${node}, target ${target}, namespace ${namespace}, since ${release.at}`,
    `approved  ${describeApproval(release)}`,
    `policy    ${policy.name}${policy.sha256 === "" ? "" : ` (sha256 ${policy.sha256})`}`,
    ...layers.map(({ name, sha256 }) => `          ${name} (sha256 ${sha256})`),
    `rules     ${describeRules(release)}`,
    ...proof.map((sentence) => `proof     ${sentence}`),
    `signed    ${keys.map(({ keyid, state }) => `by the key ${keyid} (${state})`).join(", ")}`,
    `files     ${sound} as they were signed`,
  ];
}

function renderAcceptance({ acceptance, proof, sound }: Verification): readonly string[] {
  if (acceptance === null) return [];
  const { node, target, namespace, repository, landed, basis, reason, review, at } = acceptance;
  return [
    `what      ${repository} at ${landed.commit} (tree ${landed.tree})`,
    `where     node ${node}, target ${target}, namespace ${namespace}, accepted at ${at}`,
    `why       by ${basis}: ${reason}`,
    ...(review === null
      ? []
      : [
          `approved  ${review.approvers.map(describeApprover).join("; ") || "by nobody"}, as the node read it`,
          `policy    ${review.policy.name}${review.policy.sha256 === "" ? "" : ` (sha256 ${review.policy.sha256})`}`,
        ]),
    ...proof.map((sentence) => `proof     ${sentence}`),
    `files     ${sound} as the node says`,
  ];
}

type Ruled = Pick<NonNullable<Verification["release"]>, "findings" | "ruleSet"> & {
  readonly landed: { readonly basis: { readonly kind: string } };
};

/** What the rules found. Nothing was decided of what was adopted, or restores a former tree. */
export function describeRules({ findings, ruleSet, landed }: Ruled): string {
  if (ruleSet !== "") return `${countOf(findings, "finding")} by the rule set ${ruleSet}`;
  return landed.basis.kind === "adopted" ? "not run: an adopted tree is taken as it is" : "not run for this release";
}

function describeBasis({ landed, change, head }: NonNullable<Verification["release"]>): string {
  switch (landed.basis.kind) {
    case "change":
      return `change ${change} with the head ${head}`;
    case "countersigned":
      return "a commit that was countersigned itself";
    case "adopted":
      return `adopted by ${landed.basis.by.login} (${landed.basis.by.id})`;
    case "restores":
      return `which restores ${landed.basis.release}`;
    default:
      return landed.basis satisfies never;
  }
}

type Approved = Pick<NonNullable<Verification["release"]>, "approvers" | "decision">;

/** A policy that only observes lets be live what nobody approved. */
export function describeApproval({ approvers, decision }: Approved): string {
  const by = approvers.map(describeApprover).join("; ");
  if (decision === null || decision.status === "approved") return by || "by nobody: nothing had to be decided";
  return `NOT: the decision was ${decision.status}, which the policy only observed${by === "" ? "" : `; by ${by} alone`}`;
}

function describeApprover({ login, id, source, groups }: NonNullable<Verification["release"]>["approvers"][number]) {
  return `${login} (${id}) by ${source}${groups.length === 0 ? "" : `, of ${groups.join(", ")}`}`;
}

/** Names come from whoever could write to the disk: they move no cursor. */
function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
