import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest, JobAsked } from "../../../src/domain/change.ts";
import type { NodeFile } from "../../../src/domain/node.ts";
import type { Condition, Demand, Policy, PolicySource } from "../../../src/domain/policy.ts";
import { fuzzed } from "../../support/fuzzed.ts";
import { approval, ben, cleo, comment, dan, eve, file, head, jobRequest, nodeOf, person, policy } from "./facts.ts";
import { keys, written } from "./written.ts";

function judge(facts: ChangeRequest, source: PolicySource, node: NodeFile | null = null) {
  return decide(facts, { policy: source, node });
}

const at = "2026-11-20T12:00:00Z";
const often = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(usual, ...others) });
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
      .subarray([ben, cleo, dan, eve], { minLength: 1 })
      .chain((people) =>
        fc.tuple(...people.map((by) => often(approval({ by }), approval({ by, state: "changes_requested" })))),
      ),
    comments: often<ChangeRequest["comments"]>(
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
    findings: often<ChangeRequest["findings"]>([], [{ rule: "SEC-001", severity: "error", path: "dags/d.py" }]),
    unread: often<readonly string[]>([], ["dags/d.py"]),
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
    const groups = { ...jobRequest.groups, "team:acme/owners": [person(cleo), person(eve)] };
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
    { minLength: 1, maxLength: 3 },
  )
  .chain((of) => fc.constantFrom<Demand>({ form: "all", of }, { form: "any", of }));

const source = fc
  .record({
    requirements: fc.array(fc.record({ name: fc.constant("r"), when, require }), { maxLength: 3 }),
    otherwise: require,
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
  test("never approves more", () => {
    const some = fc.oneof(
      fc.constantFrom(...keys).map((key) => [key]),
      fc.subarray([...keys], { minLength: 1 }),
    );
    fc.assert(
      fc.property(facts, source, node, some, (told, by, place, leftOut) => {
        const full = judge(written(told), by, place);
        const part = judge(written(told, leftOut), by, place);
        if (part.status === "approved") expect(full.status, full.summary).toBe("approved");
      }),
      fuzzed(600),
    );
  });

  test("and often fails what would be approved, so that the law above says something", () => {
    const sample = fc.sample(fc.tuple(facts, source, node), { numRuns: 300, seed: 1 });
    const full = sample.map(([told, by, place]) => judge(written(told), by, place).status);
    const approved = sample.filter((_, index) => full[index] === "approved");
    const bare = approved.map(([told, by, place]) => judge(written(told, keys), by, place).status);
    expect(approved.length).toBeGreaterThan(30);
    expect(new Set(full)).toEqual(new Set(["approved", "pending", "rejected", "failed"]));
    expect(bare.filter((status) => status === "failed").length).toBeGreaterThan(approved.length / 2);
  });
});
