import {
  type AcceptancePredicate,
  type ApprovalPredicate,
  type Approver,
  type AttestedDecision,
  acceptancePredicateType,
  approvalPredicateType,
  type ReleasePredicate,
  releasePredicateType,
  type Statement,
  statementType,
} from "../../domain/attestation.ts";
import { type RepositoryRef, repositoryKey } from "../../domain/identity.ts";
import type { LandingVerdict } from "../../domain/landing.ts";
import { writeCanonicalJson } from "../../formats/canonical-json.ts";
import { sha256Hex } from "../../formats/sha256.ts";
import { nodeControllers } from "./attest-decision.ts";

/** A file of a tree. `content` is the SHA-256 (hex) of a file's bytes, or what a symbolic link contains. */
export interface AttestedFile {
  readonly path: string;
  /** `100644`, `100755` or `120000` (link). */
  readonly mode: string;
  readonly content: string;
}

/** The statement that a change was approved. Its subject is the head. */
export function buildApproval(attested: AttestedDecision): Statement<ApprovalPredicate> {
  return {
    _type: statementType,
    subject: [
      {
        name: `${attested.repository.name}@${attested.head}`,
        digest: { gitCommit: attested.head, gitTree: attested.tree },
      },
    ],
    predicateType: approvalPredicateType,
    predicate: attested,
  };
}

/** Tells approvals of one head apart: another base, policy, approver or reason makes another one, another time does not. */
export function placeOfApproval({ at: _, ...attested }: AttestedDecision): string {
  return sha256Hex(writeCanonicalJson(attested));
}

export interface ReleaseToAttest {
  readonly attested: AttestedDecision;
  readonly node: string;
  readonly target: string;
  readonly namespace: string;
  readonly landed: ReleasePredicate["landed"];
  readonly files: readonly AttestedFile[];
  readonly at: string;
}

export function placeOfRelease({ node, target, namespace }: Pick<ReleaseToAttest, "node" | "target" | "namespace">) {
  return `${node}/${target}/${namespace}`;
}

/** The statement that a landing goes to a node. Its subjects are the files, each with its SHA-256. */
export function buildRelease(release: ReleaseToAttest): Statement<ReleasePredicate> {
  const { attested, node, target, namespace, landed, files, at } = release;
  return {
    _type: statementType,
    subject: subjectOf(files),
    predicateType: releasePredicateType,
    predicate: { ...attested, node, target, namespace, landed, ...modesOf(files), at },
  };
}

/** The statement of a node that it accepted a tree itself. Its subjects are the files, each with its SHA-256. */
export function buildAcceptance(
  accepted: Omit<AcceptancePredicate, "executable" | "links">,
  files: readonly AttestedFile[],
): Statement<AcceptancePredicate> {
  return {
    _type: statementType,
    subject: subjectOf(files),
    predicateType: acceptancePredicateType,
    predicate: { ...accepted, ...modesOf(files) },
  };
}

function subjectOf(files: readonly AttestedFile[]): Statement<unknown>["subject"] {
  const regular = files.filter(({ mode }) => mode !== "120000");
  return regular.map(({ path, content }) => ({ name: path, digest: { sha256: content } }));
}

function modesOf(files: readonly AttestedFile[]): Pick<ReleasePredicate, "executable" | "links"> {
  return {
    executable: files.filter(({ mode }) => mode === "100755").map(({ path }) => path),
    links: files.filter(({ mode }) => mode === "120000").map(({ path, content }) => ({ path, to: content })),
  };
}

export interface LandingToAttest {
  readonly repository: RepositoryRef;
  readonly ref: string;
  readonly sha: string;
  readonly tree: string;
  readonly verdict: LandingVerdict & { readonly status: "approved" };
  readonly at: string;
}

/** What can be said of a landing that was recorded without more: an adoption, what restores a former tree, or one of long ago. */
export function attestBareLanding({ repository, ref, sha, tree, verdict, at }: LandingToAttest): AttestedDecision {
  const { basis, decision } = verdict;
  return {
    forge: repository.forge,
    repository: { key: repositoryKey(repository), name: repository.name },
    change: basis.kind === "change" ? basis.number : null,
    baseRef: ref,
    mergeBase: null,
    head: basis.kind === "change" ? basis.head : sha,
    tree,
    policy: { ...(decision?.policy ?? { sha256: "", name: "no policy was asked" }), layers: [] },
    decision,
    approvers: bareApprovers(verdict),
    inspection: { ruleSet: "", findings: [] },
    at,
  };
}

function bareApprovers({ basis, decision }: LandingToAttest["verdict"]): readonly Approver[] {
  if (basis.kind === "adopted") {
    return [{ id: basis.by.id, login: basis.by.login, groups: [nodeControllers], source: "command" }];
  }
  return (decision?.approvals ?? [])
    .filter(({ counted }) => counted)
    .map(({ account, source, label }) => ({
      ...account,
      groups: [],
      source,
      ...(label === undefined ? {} : { label }),
    }));
}
