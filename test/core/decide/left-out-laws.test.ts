import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest, JobAsked } from "../../../src/domain/change.ts";
import type { NodeFile } from "../../../src/domain/node.ts";
import type { Condition, Demand, Policy, PolicySource } from "../../../src/domain/policy.ts";
import { fuzzed } from "../../support/fuzzed.ts";
import { approval, ben, cleo, comment, dan, eve, file, head, jobRequest, nodeOf, person, policy } from "./facts.ts";
import { keys, withoutFacts, written } from "./written.ts";

function judge(facts: ChangeRequest, source: PolicySource, node: NodeFile | null = null) {
  return decide(facts, { policy: source, node });
}

const at = "2026-11-20T12:00:00Z";
const often = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(usual, ...others) });
const rarely = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(usual, ...others) });
const label = { name: "urgent", by: ben, at, baseRef: "refs/heads/main", mergeBase: jobRequest.mergeBase };
const patients = { name: "patients", owners: ["team:acme/owners"], paths: ["jobs/a.yml"] };
const asking = (more: Partial<NonNullable<JobAsked["asks"]>> = {}): JobAsked => ({
  path: "jobs/a.yml",
  asks: { datasets: ["patients"], purpose: "Audit", agreement: null, ...more },
});

/** Facts that are all given, and agree with one another: jobs where there is a file of that kind, a requester where there are results. */
const facts = fc
  .record({
    paths: fc.uniqueArray(fc.constantFrom("jobs/a.yml", "dags/d.py", "results/r.dvc", "docs/a.md"), {
      minLength: 1,
      maxLength: 2,
    }),
    title: often("Cohort", "urgent: mend it"),
    requester: often<ChangeRequest["requester"]>(null, person(ben)),
    reviews: fc
      .subarray([ben, cleo, dan, eve], { minLength: 2 })
      .chain((people) =>
        fc.tuple(...people.map((by) => rarely(approval({ by }), approval({ by, state: "changes_requested" })))),
      ),
    comments: rarely<ChangeRequest["comments"]>(
      [],
      [comment({ by: cleo, body: "/countersign reject", at: "2026-11-20T13:00:00Z" })],
      [comment({ by: eve, body: "/countersign hold", at: "2026-11-20T13:00:00Z" })],
      [comment({ by: dan, body: `/countersign approve ${head}` })],
    ),
    checks: often<ChangeRequest["checks"]>(
      [{ app: "ci", name: "unit", state: "success", sha: head }],
      [{ app: "ci", name: "unit", state: "failure", sha: head }],
    ),
    labels: often<ChangeRequest["labels"]>([], [label]),
    findings: rarely<ChangeRequest["findings"]>([], [{ rule: "SEC-001", severity: "error", path: "dags/d.py" }]),
    unread: rarely<readonly string[]>([], ["dags/d.py"]),
    datasets: often<ChangeRequest["datasets"]>(
      [],
      [patients],
      [{ ...patients, agreements: "any" as const }],
      [
        { ...patients, purposes: ["Audit"] },
        { name: "births", owners: ["team:acme/data-controllers"] },
      ],
    ),
    job: often<JobAsked>(asking({ agreement: "A" }), asking(), asking({ datasets: [] }), {
      path: "jobs/a.yml",
      asks: null,
    }),
  })
  .map(({ paths, requester, job, ...rest }): ChangeRequest => {
    const files = { complete: true, items: paths.map((path) => file(path)) };
    const groups = { ...jobRequest.groups, "team:acme/owners": [person(eve)] };
    return {
      ...jobRequest,
      ...rest,
      files,
      groups,
      requester: paths.includes("results/r.dvc") ? requester : null,
      jobs: paths.includes("jobs/a.yml") ? [job] : [],
    };
  });

const conditions = [
  "title: urgent",
  "labels: urgent",
  "findings: error",
  "datasets: any",
  "datasets: patients",
  "changes: [job, dag]",
  "changes: result",
  "author: dc",
  "contributor: dataset-owners",
];
const demands = [
  "none",
  "{ count: 1, from: dc }",
  "{ count: 1, from: dataset-owners }",
  "{ count: 1, from: dataset-owners, each: dataset }",
  "{ count: 1, from: [dc, dataset-owners], each: dataset }",
  "{ checks: [ci/unit] }",
  "{ labels: urgent, from: dc }",
  "{ agreement: true }",
];
const known = read(`
  people: { dc: { teams: acme/data-controllers } }
  requirements:
    ${[
      ...conditions.map((when) => `- { when: { ${when} }, require: none }`),
      ...demands.map((require) => `- { when: { title: x }, require: ${require} }`),
    ].join("\n    ")}
`);

function read(text: string): Policy {
  const source = policy(text);
  if (source.state !== "valid") throw new Error(source.state);
  return source.policy;
}

const byController = known.requirements[conditions.length + 1]?.require ?? null;

const when = fc
  .subarray(
    known.requirements.slice(0, conditions.length).flatMap((one) => one.when ?? []),
    { minLength: 1, maxLength: 2 },
  )
  .chain((of) =>
    fc.constantFrom<Condition>({ form: "all", of }, { form: "any", of }, { form: "not", of: { form: "any", of } }),
  );
const require = fc
  .subarray(
    known.requirements.slice(conditions.length).map((one) => one.require),
    { minLength: 1, maxLength: 2 },
  )
  .chain((of) => fc.constantFrom<Demand>({ form: "all", of }, { form: "any", of }));

const source = fc
  .record({
    requirements: fc.array(fc.record({ name: fc.constant("r"), when, require }), { maxLength: 2 }),
    otherwise: fc.oneof(fc.constant(byController), require),
    objectors: often<readonly string[] | null>(null, ["dataset-owners"]),
    contributors: often<"ignore" | "allow">("ignore", "allow"),
  })
  .map(({ contributors, ...rest }): PolicySource => {
    const counting = { ...known.counting, contributors };
    return { state: "valid", policy: { ...known, ...rest, counting }, sha256: "0", name: "law" };
  });

const catalogue = ["patients", "births"].map((name) => ({
  name,
  owners: ["team:acme/owners"],
  agreementsRequired: name === "patients",
}));
const node = often<NodeFile | null>(null, nodeOf(ben, dan), { ...nodeOf(ben, dan), datasets: catalogue });

describe("leaving out a fact", () => {
  test.each(keys)("never approves more: %s", (key) => {
    const some = fc.subarray([...keys]).map((others) => [...new Set([key, ...others])]);
    fc.assert(
      fc.property(facts, source, node, often([key]), some, fc.boolean(), (told, by, place, alone, several, isAlone) => {
        const full = judge(told, by, place);
        if (full.status === "approved") return;
        const { status } = judge(withoutFacts(told, isAlone ? alone : several), by, place);
        expect(status, full.summary).not.toBe("approved");
      }),
      fuzzed(4_000),
    );
  });

  test("is what the law above does", () => {
    for (const told of fc.sample(facts, { numRuns: 5, seed: 1 }))
      for (const key of keys) {
        const { leftOut, ...rest } = written(told, [key]);
        expect(withoutFacts(told, [key])).toEqual({ ...rest, leftOut: leftOut ?? [] });
      }
  });

  test("often fails what would be approved, so that the law says something", () => {
    const sample = fc.sample(fc.tuple(facts, source, node), { numRuns: 500, seed: 1 });
    const full = sample.map(([told, by, place]) => judge(told, by, place).status);
    const approved = sample.filter((_, index) => full[index] === "approved");
    const bare = approved.map(([told, by, place]) => judge(withoutFacts(told, keys), by, place).status);
    expect(approved.length).toBeGreaterThan(100);
    expect(new Set(full)).toEqual(new Set(["approved", "pending", "rejected", "failed"]));
    expect(bare.filter((status) => status === "failed").length).toBeGreaterThan(approved.length / 2);
  });
});
