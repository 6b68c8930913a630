import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest, JobAsked } from "../../../src/domain/change.ts";
import type { PolicySource } from "../../../src/domain/policy.ts";
import {
  approval,
  ben,
  cleo,
  comment,
  commit,
  dan,
  eve,
  file,
  jobRequest,
  label,
  nodeOf,
  person,
  policy,
} from "./facts.ts";
import { keys, written } from "./written.ts";

function judge(facts: ChangeRequest, source: PolicySource) {
  return decide(facts, { policy: source, node: null });
}

const asking = (): JobAsked => ({
  path: "jobs/a.yml",
  asks: { datasets: ["patients"], purpose: "Audit", agreement: null },
});

describe("each fact that is left out", () => {
  const people = "people: { dc: { teams: acme/data-controllers } }";
  const full = { ...jobRequest, unread: [], jobs: [asking()], reviews: [approval({ by: ben })] };
  const results = { ...full, jobs: [], files: { complete: true, items: [file("results/r.dvc")] } };
  const when = (condition: string) =>
    policy(`${people}\nrequirements: [{ name: r, when: { ${condition} }, require: { count: 1, from: dc } }]\n`);
  const asks = (demand: string) =>
    policy(`${people}\notherwise: { require: { all: [${demand}, { count: 1, from: dc }] } }\n`);
  const plain = policy(`${people}\notherwise: { require: { count: 1, from: dc } }\n`);

  test.each<readonly [(typeof keys)[number], PolicySource, ChangeRequest, string]>([
    ["title", when("title: Cohort"), full, "what its title is: add `title`"],
    ["labels", when("not: { labels: urgent }"), full, "which labels it has: add `labels`"],
    ["labels", asks("{ labels: urgent, from: dc }"), full, "which labels it has: add `labels`"],
    ["checks", asks("{ checks: [ci/unit] }"), full, "which checks have reported: add `checks`"],
    ["findings", when("not: { findings: error }"), full, "add `findings` and `unread`"],
    ["unread", when("not: { findings: error }"), full, "add `unread`"],
    ["datasets", when("not: { datasets: any }"), results, "which datasets it touches: add `datasets` (`[]` if none)"],
    ["datasets", asks("{ count: 1, from: dataset-owners, each: dataset }"), results, "add `datasets`"],
    ["datasets", asks("{ count: 1, from: dataset-owners }"), results, "add `datasets`"],
    ["datasets", when("contributor: dataset-owners"), results, "could not be read"],
    ["datasets", plain, full, "`jobs/a.yml` reads `patients`, and the facts do not say which datasets it touches"],
    ["jobs", when("not: { datasets: any }"), full, "what its job requests ask for: add `jobs`"],
    ["jobs", asks("{ count: 1, from: dataset-owners, each: dataset }"), full, "add `jobs`"],
    ["jobs", asks("{ agreement: true }"), full, "add `jobs`"],
    ["reviews", plain, full, "who reviewed it: add `reviews`"],
    ["comments", plain, full, "what was commented: add `comments`"],
    ["requester", plain, results, "who asked for the run whose results these are: add `requester`"],
  ])("%s: what needs it fails, and says which key to add (%#)", (key, source, told, sentence) => {
    expect(judge(written(told), source).status).not.toBe("failed");
    const { status, summary } = judge(written(told, [key]), source);
    expect({ status, summary }).toEqual({ status: "failed", summary: expect.stringContaining(sentence) });
  });

  test("what nothing looks at may be missing", () => {
    const unasked = ["title", "body", "requester", "earlierHeads", "checks", "labels", "findings", "unread", "jobs"];
    expect(judge(written({ ...full, datasets: [] }, unasked), plain).status).toBe("approved");
    const dag = { ...full, jobs: [], files: { complete: true, items: [file("dags/d.py")] } };
    expect(judge(written(dag, [...unasked, "datasets"]), plain).status).toBe("approved");
    const free = policy("otherwise: { require: none }");
    expect(judge(written(dag, keys), free).status).toBe("approved");
    const owned = asks("{ any: [none, { count: 1, from: dataset-owners, each: dataset }] }");
    expect(judge(written(dag, [...unasked]), owned).status).toBe("approved");
  });

  test("who asked for the run matters once somebody approves", () => {
    const { status, summary } = judge(written({ ...results, reviews: [] }, ["requester"]), plain);
    expect({ status, summary }).toEqual({ status: "pending", summary: "Waiting for 1 approval from dc." });
  });

  test("where nothing is governed yet, a controller of the node may have objected", () => {
    const first = { ...full, jobs: [], files: { complete: true, items: [file(".countersign.yml")] } };
    const by = { policy: { state: "absent" as const }, node: nodeOf(ben) };
    expect(decide(written(first), by).status).toBe("approved");
    expect(decide(written(first, ["comments"]), by).summary).toContain("add `comments`");
  });

  test("of what landed, by which changes it came", () => {
    expect(judge(written({ ...full, number: 0, broughtBy: null }), plain)).toMatchObject({
      status: "failed",
      summary: expect.stringContaining("by which change"),
    });
    expect(judge(written({ ...full, number: 0, broughtBy: [] }), plain).status).toBe("approved");
  });
});

describe("while a job request cannot be read, whoever may own what it reads", () => {
  const people = "people: { dc: { teams: acme/data-controllers } }";
  const known = { name: "births", owners: ["team:acme/births"], paths: ["jobs/a.yml"] };
  const facts: ChangeRequest = {
    ...jobRequest,
    author: dan,
    datasets: [known],
    groups: { ...jobRequest.groups, "team:acme/births": [person(ben), person(cleo)] },
    commits: {
      complete: true,
      items: [
        commit({ author: person(cleo), committer: person(cleo), signature: { state: "valid", by: person(cleo) } }),
      ],
    },
    labels: [label({ by: ben })],
    reviews: [approval({ by: ben })],
  };
  const either = "require: { count: 1, from: dc }";
  const statusOf = (text: string, more: Partial<ChangeRequest>) =>
    judge({ ...facts, ...more }, policy(`${people}\n${text}`)).status;
  const unread = { jobs: [{ path: "jobs/a.yml", asks: null }] };

  test.each([
    [
      "is no stranger as the author",
      `requirements: [{ name: r, when: { author: dataset-owners }, require: { count: 2, from: dc } }]\notherwise: { ${either} }`,
      {},
    ],
    ["may have set a label, or not", "otherwise: { require: { labels: urgent, from: dataset-owners } }", {}],
    ["may have signed, or not", "otherwise: { require: { signed: { by: dataset-owners } } }", {}],
    [
      "may object",
      `objections: { from: dataset-owners }\notherwise: { ${either} }`,
      { comments: [comment({ by: eve, body: "/countersign reject" })] },
    ],
  ])("%s", (_, text, more) => {
    expect(statusOf(text, { ...more, ...unread })).toBe("failed");
    expect(statusOf(text, { ...more, jobs: [] })).toBe("approved");
  });
});

describe("owners of datasets that are awaited", () => {
  const owners = (each: string) => policy(`otherwise: { require: { count: 1, from: dataset-owners${each} } }`);
  const datasets = ["a", "b", "c", "d", "e"].map((name) => ({ name, owners: [`team:acme/${name}`, "team:acme/all"] }));
  const groups = Object.fromEntries(datasets.flatMap((one) => one.owners).map((key) => [key, []]));
  const of = (count: number, each = "") =>
    judge({ ...jobRequest, groups, datasets: datasets.slice(0, count) }, owners(each)).summary;

  test("are named with the dataset, of very many the first three", () => {
    expect(of(1, ", each: dataset")).toBe("Waiting for 1 approval from the owners of a (team:acme/a, team:acme/all).");
    expect(of(2)).toBe(
      "Waiting for 1 approval from the owners of a (team:acme/a, team:acme/all) or the owners of b (team:acme/b, team:acme/all).",
    );
    expect(of(5)).toContain("the owners of c (team:acme/c, team:acme/all) or the owners of 2 more.");
  });

  test("nobody is awaited where no dataset is touched", () => {
    expect(of(0)).toBe("Not approved: it touches no dataset, so there is no owner who could approve.");
    const either = policy(`
      people: { dc: { teams: acme/data-controllers } }
      otherwise: { require: { count: 1, from: [dc, dataset-owners] } }
    `);
    expect(judge(jobRequest, either).summary).toBe("Waiting for 1 approval from dc.");
  });
});
