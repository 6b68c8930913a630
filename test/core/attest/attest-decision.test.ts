import { describe, expect, test } from "vitest";
import { attestDecision } from "../../../src/core/attest/attest-decision.ts";
import {
  attestBareLanding,
  buildApproval,
  buildRelease,
  placeOfApproval,
} from "../../../src/core/attest/build-statement.ts";
import { decide } from "../../../src/core/decide.ts";
import type { AttestedDecision } from "../../../src/domain/attestation.ts";
import type { ChangeRequest } from "../../../src/domain/change.ts";
import type { Account } from "../../../src/domain/identity.ts";
import { readStatement } from "../../../src/formats/statement.ts";
import { ada, approval, ben, cleo, jobRequest, label, nodeOf, policy } from "../decide/facts.ts";

const sha = (letter: string) => letter.repeat(40);
const review = (by: Account) => approval({ by, mergeBase: sha("a") });
const source = policy(`
people:
  data-controllers: { teams: [acme/data-controllers] }
  others: { users: [{ login: ada, id: 1 }] }
requirements:
  - { name: agree, require: { count: 1, from: data-controllers } }
`);
const change: ChangeRequest = {
  ...jobRequest,
  base: { ref: "refs/heads/main", sha: sha("b") },
  mergeBase: sha("a"),
  head: { ...jobRequest.head, tree: sha("c") },
};

function attest(facts: ChangeRequest, node = nodeOf(ben)): AttestedDecision {
  const decision = decide(facts, { policy: source, node });
  return attestDecision({ change: facts, policy: source, node, decision, inspection: null, version: "1.0.0" });
}

const approved = { ...change, reviews: [review(ben)] };

describe("what is signed of a decision", () => {
  test("who approved, by id, with the groups to which they belonged then", () => {
    const attested = attest({ ...approved, reviews: [review(ben), review(ada)] });
    expect(attested).toMatchObject({
      forge: "github",
      repository: { key: "github:5", name: "acme/study" },
      change: 7,
      baseRef: "refs/heads/main",
      mergeBase: change.mergeBase,
      head: change.head.sha,
      tree: change.head.tree,
      decision: { status: "approved" },
      approvers: [{ id: 2, login: "ben", groups: ["data-controllers", "node controllers"], source: "review" }],
      at: change.now,
    });
  });

  test("who agreed by a label, with the label and by the id", () => {
    const labelled = policy(`
      people: { data-controllers: { teams: [acme/data-controllers] } }
      otherwise: { require: { labels: urgent, from: data-controllers } }
    `);
    const facts = { ...change, labels: [label({ by: ben, mergeBase: sha("a") })] };
    const decision = decide(facts, { policy: labelled, node: null });
    const asked = { change: facts, policy: labelled, node: null, decision, inspection: null, version: "1.0.0" };
    expect(attestDecision(asked)).toMatchObject({
      decision: { status: "approved", approvals: [{ source: "label", label: "urgent", counted: true }] },
      approvers: [{ id: 2, login: "ben", groups: ["data-controllers"], source: "label", label: "urgent" }],
    });
  });

  test("what it would do, by a digest that no other time or order of keys changes", () => {
    const consequences = { items: [], planned: [], datasets: [], unclear: [{ path: "dags/a.py", reason: "r" }] };
    const inspection = { findings: [], indeterminate: [], filesInspected: 1, unread: [] };
    const decision = decide(approved, { policy: source, node: null });
    const facts = { change: approved, policy: source, node: null, decision, version: "1.0.0" };
    const digestOf = (told: typeof consequences) =>
      attestDecision({ ...facts, inspection: { ...inspection, consequences: told } }).consequences?.sha256;
    expect(digestOf(consequences)).toMatch(/^[0-9a-f]{64}$/);
    const { items, ...others } = consequences;
    expect(digestOf({ ...others, items })).toBe(digestOf(consequences));
    expect(digestOf({ ...consequences, unclear: [] })).not.toBe(digestOf(consequences));
    expect(attestDecision({ ...facts, inspection })).not.toHaveProperty("consequences");
  });

  test("nobody whose approval did not count", () => {
    expect(attest({ ...approved, reviews: [review(ada)] }).approvers).toEqual([]);
    expect(attest(approved, nodeOf(cleo)).approvers).toMatchObject([{ id: 2, groups: ["data-controllers"] }]);
  });

  test("it is a statement that is read again as it was", () => {
    const statement = buildApproval(attest(approved));
    const reading = readStatement(JSON.stringify(statement));
    expect(reading).toMatchObject({ content: { kind: "approval", at: change.now } });
    expect("content" in reading && reading.content.statement.subject).toEqual([
      {
        name: `acme/study@${change.head.sha}`,
        digest: { gitCommit: change.head.sha, gitTree: change.head.tree },
      },
    ]);
  });

  test("another time makes no other approval; another approver, base or policy does", () => {
    const place = placeOfApproval(attest(approved));
    expect(placeOfApproval({ ...attest(approved), at: "2030-01-01T00:00:00.000Z" })).toBe(place);
    const others = [
      attest({ ...approved, reviews: [review(ben), review(cleo)] }, nodeOf(ben, cleo)),
      attest({
        ...approved,
        base: { ...change.base, ref: "refs/heads/other" },
        reviews: [{ ...review(ben), baseRef: "refs/heads/other" }],
      }),
      { ...attest(approved), policy: { ...attest(approved).policy, sha256: "0" } },
    ].map(placeOfApproval);
    expect(new Set([place, ...others]).size).toBe(4);
  });

  test("other settings of the rules are another rule set", () => {
    const digest = (version: string) => {
      const decision = decide(approved, { policy: source, node: null });
      return attestDecision({ change: approved, policy: source, node: null, decision, inspection: null, version })
        .inspection.ruleSet;
    };
    expect(digest("1.0.0")).toMatch(/^[0-9a-f]{64}$/);
    expect(digest("1.0.0")).toBe(digest("1.0.0"));
    expect(digest("1.0.0")).not.toBe(digest("1.0.1"));
  });
});

describe("what is signed of a landing that was recorded without more", () => {
  const repository = { forge: "github", id: 5, name: "acme/study" } as const;
  const landing = { repository, ref: "refs/heads/main", sha: sha("d"), tree: sha("e"), at: "2026-11-20T12:00:00.000Z" };

  test("an adoption names who adopted it, and what restores a tree names nobody", () => {
    const adopted = { kind: "adopted", by: ben } as const;
    const verdict = { status: "approved", decision: null, reason: "" } as const;
    expect(attestBareLanding({ ...landing, verdict: { ...verdict, basis: adopted } })).toMatchObject({
      change: null,
      head: landing.sha,
      decision: null,
      approvers: [{ id: ben.id, groups: ["node controllers"], source: "command" }],
    });
    const restores = { kind: "restores", release: sha("f") } as const;
    const attested = attestBareLanding({ ...landing, verdict: { ...verdict, basis: restores } });
    expect(attested.approvers).toEqual([]);
    const files = [{ path: "a.py", mode: "100755", content: "0".repeat(64) }];
    const landed = { commit: landing.sha, tree: landing.tree, basis: restores };
    const place = { node: "london", target: "airflow", namespace: "study" };
    const statement = buildRelease({ attested, ...place, landed, files, at: landing.at });
    expect(readStatement(JSON.stringify(statement))).toEqual({
      content: { kind: "release", at: landing.at, statement },
    });
  });
});
