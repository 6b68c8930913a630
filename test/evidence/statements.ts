import {
  type ReleasePredicate,
  releasePredicateType,
  type Statement,
  statementType,
} from "../../src/domain/attestation.ts";

/** A release statement as the service makes them. */
export function releaseStatement(
  change: Partial<ReleasePredicate> = {},
  files: Readonly<Record<string, string>> = { "README.md": "a".repeat(64), "dags/a.py": "b".repeat(64) },
): Statement<ReleasePredicate> {
  return {
    _type: statementType,
    subject: Object.entries(files).map(([name, sha256]) => ({ name, digest: { sha256 } })),
    predicateType: releasePredicateType,
    predicate: {
      forge: "github",
      repository: { key: "github:5", name: "acme/study" },
      change: 7,
      baseRef: "refs/heads/main",
      mergeBase: "1".repeat(40),
      head: "2".repeat(40),
      tree: "3".repeat(40),
      policy: { sha256: "c".repeat(64), name: ".countersign.yml at 1111111", layers: [] },
      decision: null,
      approvers: [{ id: 2, login: "ben", groups: ["data-controllers"], source: "review" }],
      inspection: { ruleSet: "d".repeat(64), findings: [] },
      at: "2026-11-20T12:00:00.000Z",
      node: "london",
      target: "airflow",
      namespace: "study",
      landed: {
        commit: "4".repeat(40),
        tree: "5".repeat(40),
        basis: { kind: "change", number: 7, head: "2".repeat(40) },
      },
      executable: [],
      links: [],
      ...change,
    },
  };
}
