import { z } from "zod";
import {
  type AcceptancePredicate,
  type ApprovalPredicate,
  acceptancePredicateType,
  approvalPredicateType,
  type Envelope,
  type KeySet,
  type ReleasePredicate,
  releasePredicateType,
  type Statement,
  statementPayloadType,
  statementType,
} from "../domain/attestation.ts";
import type { DecisionNode } from "../domain/decision.ts";
import { trustBases } from "../domain/trust.ts";
import { readStrictJson } from "./strict-json.ts";
import { type EnvelopeVerdict, verifyEnvelope } from "./verify-envelope.ts";

export type SignedStatement =
  | { readonly kind: "approval"; readonly at: string; readonly statement: Statement<ApprovalPredicate> }
  | { readonly kind: "release"; readonly at: string; readonly statement: Statement<ReleasePredicate> }
  | { readonly kind: "acceptance"; readonly at: string; readonly statement: Statement<AcceptancePredicate> };

const id = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const sha1 = z.string().regex(/^[0-9a-f]{40}$/);
const source = z.enum(["review", "command", "countersignature", "label"]);
const label = z.string().exactOptional();
const person = z.object({ id, login: z.string() });
const account = z.object({ id, login: z.string(), kind: z.enum(["user", "bot"]) });

const node: z.ZodType<DecisionNode> = z.object({
  name: z.string(),
  status: z.enum(["approved", "pending", "rejected", "failed", "skipped"]),
  reason: z.string(),
  waitingFor: z.array(z.object({ count: z.number(), from: z.string() })),
  get children() {
    return z.array(node);
  },
});

const decision = z.object({
  version: z.literal(1),
  status: z.enum(["approved", "pending", "rejected", "failed"]),
  summary: z.string(),
  tree: node,
  approvals: z.array(
    z.object({ account: person, sha: z.string().nullable(), counted: z.boolean(), why: z.string(), source, label }),
  ),
  policy: z.object({ sha256: z.string(), name: z.string() }),
});

const attestedDecision = z.object({
  forge: z.enum(["github", "gitlab"]),
  repository: z.object({ key: z.templateLiteral([z.enum(["github", "gitlab"]), ":", z.int()]), name: z.string() }),
  change: z.int().nullable(),
  baseRef: z.string(),
  mergeBase: sha1.nullable(),
  head: sha1,
  tree: sha1,
  policy: z.object({
    sha256: z.string(),
    name: z.string(),
    layers: z.array(z.object({ name: z.string(), sha256: z.string() })),
  }),
  decision: decision.nullable(),
  approvers: z.array(person.extend({ groups: z.array(z.string()), source, label })),
  inspection: z.object({
    ruleSet: z.string(),
    findings: z.array(z.object({ rule: z.string(), severity: z.string(), path: z.string() })),
  }),
  consequences: z.object({ sha256: z.string() }).exactOptional(),
  at: z.iso.datetime(),
});

const basis = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("change"), number: z.int(), head: sha1 }),
  z.object({ kind: z.literal("countersigned"), author: person }),
  z.object({ kind: z.literal("adopted"), by: account }),
  z.object({ kind: z.literal("restores"), release: sha1 }),
]);

const release = attestedDecision.extend({
  node: z.string(),
  target: z.string(),
  namespace: z.string(),
  landed: z.object({ commit: sha1, tree: sha1, basis, before: sha1.exactOptional() }),
  executable: z.array(z.string()),
  links: z.array(z.object({ path: z.string(), to: z.string() })),
});

/** Why a node accepted a tree, as it is kept and told. */
export const acceptanceEvidence = z.object({
  commit: sha1,
  before: sha1.nullable(),
  basis: z.enum(trustBases),
  signatures: z.array(z.object({ text: z.string(), signature: z.string() })),
  review: attestedDecision.nullable(),
});

const acceptance = release
  .pick({ node: true, target: true, namespace: true, baseRef: true, executable: true, links: true, at: true })
  .extend({
    repository: z.string(),
    landed: z.object({ commit: sha1, tree: sha1 }),
    basis: z.enum([...trustBases, "restores"]),
    reason: z.string(),
    by: z.array(z.string()),
    evidence: acceptanceEvidence.nullable(),
  });

function statementOf<P extends z.ZodType, D extends z.ZodType>(predicateType: string, predicate: P, digest: D) {
  return z.object({
    _type: z.literal(statementType),
    subject: z.array(z.object({ name: z.string(), digest })),
    predicateType: z.literal(predicateType),
    predicate,
  });
}

export const approvalSchema = statementOf(
  approvalPredicateType,
  attestedDecision,
  z.object({ gitCommit: sha1, gitTree: sha1 }),
);
export const releaseSchema = statementOf(releasePredicateType, release, z.object({ sha256 }));
export const acceptanceSchema = statementOf(acceptancePredicateType, acceptance, z.object({ sha256 }));

/** Checks an envelope against pinned keys, and reads the statement in it. */
export function verifyStatement(envelope: Envelope, keySet: KeySet): EnvelopeVerdict<SignedStatement> {
  return verifyEnvelope(envelope, statementPayloadType, keySet, readStatement);
}

/** Reads a statement of ours. The files of a release or an acceptance are told once each, by paths that stay in the tree. */
export function readStatement(text: string): { readonly content: SignedStatement } | { readonly problem: string } {
  const json = readStrictJson(text);
  if ("problem" in json) return json;
  const { success, data: named } = z.object({ predicateType: z.string() }).safeParse(json.value);
  if (success && named.predicateType === approvalPredicateType) {
    const parsed = approvalSchema.safeParse(json.value);
    if (!parsed.success) return { problem: describe(parsed.error) };
    const statement: Statement<ApprovalPredicate> = parsed.data;
    return { content: { kind: "approval", at: statement.predicate.at, statement } };
  }
  if (success && named.predicateType === acceptancePredicateType) {
    const parsed = acceptanceSchema.safeParse(json.value);
    if (!parsed.success) return { problem: describe(parsed.error) };
    const statement: Statement<AcceptancePredicate> = parsed.data;
    const problem = objectToFiles(statement);
    return problem === null ? { content: { kind: "acceptance", at: statement.predicate.at, statement } } : { problem };
  }
  const parsed = releaseSchema.safeParse(json.value);
  if (!parsed.success) return { problem: describe(parsed.error) };
  const statement: Statement<ReleasePredicate> = parsed.data;
  const problem = objectToFiles(statement);
  return problem === null ? { content: { kind: "release", at: statement.predicate.at, statement } } : { problem };
}

function describe({ issues: [issue] }: z.ZodError): string {
  return `is no statement of Countersign (${issue?.path.join(".") || "top"}: ${issue?.message ?? "unknown"})`;
}

function objectToFiles({
  subject,
  predicate: { executable, links },
}: Statement<Pick<ReleasePredicate, "executable" | "links">>): string | null {
  const files = new Set<string>();
  for (const path of [...subject.map(({ name }) => name), ...links.map((link) => link.path)]) {
    // git allows backslashes and control characters in names, which lead nowhere
    if (path.split("/").some((part) => part === "" || part === "." || part === "..")) {
      return `has ${JSON.stringify(path)}, which is no path inside a tree`;
    }
    if (files.has(path)) return `has the file ${JSON.stringify(path)} twice`;
    files.add(path);
  }
  const linked = new Set(links.map(({ path }) => path));
  const stray = executable.find((path) => !files.has(path) || linked.has(path));
  return stray === undefined ? null : `calls ${JSON.stringify(stray)} executable, which is not among its files`;
}
