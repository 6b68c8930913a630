import { describe, expect, test } from "vitest";
import { judgeCondition } from "../../../src/core/decide/judge-condition.ts";
import { decide } from "../../../src/core/decide.ts";
import type { ChangedFile, ChangeRequest } from "../../../src/domain/change.ts";
import type { NodeFile } from "../../../src/domain/node.ts";
import { approval, ben, file, files, jobRequest, nodeOf, person, policy } from "./facts.ts";

const people = "people: { a: { users: { login: ben, id: 2 } }, b: { users: { login: cleo, id: 3 } } }";
const byBen = { ...jobRequest, reviews: [approval({ by: ben })] };
const [dag, job, readme] = ["dags/d.py", "jobs/a.yml", "README.md"];
const link = (path: string) => file(path, { mode: "120000" });
const changing = (...items: readonly ChangedFile[]) => ({ files: { complete: true, items } });

function judge(text: string, more: Partial<ChangeRequest>, node: NodeFile | null = null) {
  return decide({ ...byBen, ...more }, { policy: policy(`${people}\n${text}`), node });
}

/** `name status` of each part that says something. */
function parts(...given: Parameters<typeof judge>): readonly string[] {
  const { children } = judge(...given).tree;
  return children.filter(({ status }) => status !== "skipped").map(({ name, status }) => `${name} ${status}`);
}

describe("a change for which nobody was asked is not approved by the node's controller alone", () => {
  test.each([
    ["{ count: 1, from: dataset-owners, each: dataset }"],
    ["{ agreement: true }"],
    ["{ any: [{ agreement: true }, { count: 1, from: dataset-owners, each: dataset }] }"],
  ])("where it touches no file, and what applies asks nothing of it: %s", (require) => {
    const decided = judge(`requirements: [{ name: first, require: ${require} }]`, files(), nodeOf(ben));
    expect(decided.tree.children.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "first skipped",
      "otherwise pending",
      "a controller of the node agrees approved",
    ]);
    expect(decided).toMatchObject({
      status: "pending",
      summary: "Not approved: no requirement applies to this change, and the policy has no `otherwise`.",
    });
  });

  test("where `otherwise` asks nothing for a file that came with others", () => {
    const asking = { path: job, asks: { datasets: [], purpose: "Audit", agreement: "DPA-1" } };
    const of = (...paths: readonly string[]) =>
      parts("otherwise: { require: { agreement: true } }", { ...files(...paths), jobs: [asking] }, nodeOf(ben));
    expect(of(job)).toEqual(["otherwise approved", "a controller of the node agrees approved"]);
    expect(of(job, readme)).toEqual(["otherwise pending", "a controller of the node agrees approved"]);
  });
});

describe("an owner of a dataset is asked for the files of a requirement, and for no others", () => {
  const owned = (...items: readonly ChangedFile[]) => ({
    ...changing(...items),
    datasets: [{ name: "patients", owners: ["team:acme/owners"], paths: [job] }],
    groups: { "team:acme/owners": [person(ben)] },
  });
  const byOwner = "require: { count: 1, from: dataset-owners }";
  const when = (condition: string) =>
    `requirements: [{ name: first, when: ${condition}, ${byOwner} }]\notherwise: { require: none }`;

  test.each<readonly [string, string, readonly ChangedFile[], string]>([
    ["files that it does not cover are not theirs to answer for", "{ changes: job }", [file(job), file(readme)], ""],
    [
      "a file that it covers is, by which no dataset is touched",
      "{ changes: [job, dag] }",
      [file(job), file(dag)],
      dag,
    ],
    ["all are, where it only might apply", "{ paths: 'plugins/**' }", [file(job), link("plugins")], "plugins"],
    ["a link below which it may be about more", "{ changes: job }", [file(job), link("jobs")], "jobs"],
    [
      "the same where it is not known of one",
      "{ not: { only-paths: ['dags/[!.]*'] } }",
      [file(job), link("dags")],
      "dags",
    ],
  ])("%s", (_, condition, items, unowned) => {
    const { status, tree } = judge(when(condition), owned(...items));
    expect(status).toBe(unowned === "" ? "approved" : "pending");
    expect(tree.children[0]?.reason).toBe(
      unowned === ""
        ? "approved by ben"
        : `for \`${unowned}\`: they touch no dataset, so there is no owner who could approve`,
    );
  });

  test("the same for what is left to `otherwise`", () => {
    const text = `requirements: [{ when: { paths: "**/*.md" }, require: none }]\notherwise: { ${byOwner} }`;
    expect(judge(text, owned(file(job), file(readme))).status).toBe("approved");
    expect(judge(text, owned(file(job), file(dag), file(readme))).status).toBe("pending");
  });
});

test("a request that names an agreement does not stand for owners of what it came with", () => {
  const text = `
requirements: [{ when: { datasets: any }, require: none }]
otherwise:
  require:
    all:
      - { count: 1, from: a }
      - any: [{ agreement: true }, { count: 1, from: dataset-owners, each: dataset }]`;
  const [data, unrelated] = ["data/patients.dvc", "jobs/none.yml"];
  const of = (...paths: readonly string[]) =>
    judge(text, {
      ...files(...paths),
      jobs: paths
        .filter((path) => path === unrelated)
        .map((path) => ({ path, asks: { datasets: [], purpose: "Audit", agreement: "DPA-1" } })),
      datasets: [{ name: "patients", owners: ["team:acme/owners"], paths: [data] }],
      groups: { "team:acme/owners": [] },
    }).status;
  expect(of(readme, data)).toBe("pending");
  expect(of(readme, data, unrelated)).toBe("pending");
});

describe("a condition within another", () => {
  test("that does not hold is not taken for one that does", () => {
    const inner = "{ all: [{ changes: dag }, { base: main }] }";
    const text = (when: string) =>
      `requirements: [{ name: first, when: ${when}, require: { count: 1, from: b } }]\notherwise: { require: { count: 1, from: a } }`;
    for (const when of [`{ all: [${inner}, { changes: job }] }`, `{ all: [{ changes: job }, ${inner}] }`]) {
      expect(parts(text(when), {})).toEqual(["otherwise approved"]);
      expect(parts(text(when), files(dag, job))).toEqual(["first pending", "otherwise approved"]);
    }
  });

  test("that holds by a link alone covers no other file either", () => {
    const text = (when: string) => `
requirements:
  - { name: both, when: ${when}, require: none }
  - { name: linked, when: { paths: [dags, "dags/**"] }, require: { count: 1, from: a } }
otherwise: { require: { count: 1, from: b } }`;
    for (const when of [
      "{ all: [{ changes: job }, { changes: dag }] }",
      "{ all: [{ changes: dag }, { changes: job }] }",
      "{ all: [{ changes: job }, { changes: dag }, { base: main }] }",
    ]) {
      const linked = parts(text(when), changing(link("dags"), file(job)));
      expect(linked, when).toEqual(["both approved", "linked approved", "otherwise pending"]);
      expect(parts(text(when), files(dag, job)), when).toEqual(["both approved", "linked approved"]);
    }
  });

  test.each([
    ["that a kind is absent", { key: "changes", wanted: ["dag"] }],
    ["that files are absent", { key: "paths", wanted: ["dags/**"] }],
    ["another base", { key: "base", wanted: ["release"] }],
  ])("that asks for %s is made so by no file, and so is about all", (_, predicate) => {
    const facts = {
      change: jobRequest,
      paths: [job, readme],
      opaque: new Set<string>(),
      kindsOf: (path: string) => [path === job ? "job" : "other"],
      roster: {
        membershipOf: () => ({ answer: "stranger" as const }),
        unreadableKeys: () => [],
        hasPermission: () => false,
      },
    };
    expect(judgeCondition({ form: "not", of: { form: "predicate", ...predicate } }, facts)).toMatchObject({
      answer: "holds",
      covers: null,
    });
  });
});
