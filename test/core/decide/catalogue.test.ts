import { describe, expect, test } from "vitest";
import { toTouched } from "../../../src/core/decide/with-catalogue.ts";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest, DatasetTouched, JobAsked } from "../../../src/domain/change.ts";
import type { NodeDataset } from "../../../src/domain/node.ts";
import type { PolicySource } from "../../../src/domain/policy.ts";
import { approval, ben, cleo, files, jobRequest, nodeOf, person, policy } from "./facts.ts";

const dataset = (name: string, more: Partial<NodeDataset> = {}): NodeDataset => ({
  name,
  owners: [`team:acme/${name}`],
  agreementsRequired: false,
  ...more,
});
const catalogue = ["patients", "births", "deaths"].map((name) => dataset(name));
const groups = {
  ...jobRequest.groups,
  "team:acme/patients": [person(ben)],
  "team:acme/births": [person(cleo)],
  "team:acme/deaths": [],
  "team:acme/other": [person(ben)],
};
const [a, b] = ["jobs/a.yml", "jobs/b.yml"];
const told = (name: string, more: Partial<DatasetTouched> = {}): DatasetTouched => ({
  name,
  owners: ["team:acme/other"],
  ...more,
});
const reads = (path: string, ...datasets: readonly string[]): JobAsked => ({
  path,
  asks: { datasets, purpose: "Audit", agreement: null },
});

const ownersOfEach = policy(
  "requirements: [{ name: owners, require: { count: 1, from: dataset-owners, each: dataset } }]",
);

/** Decides at a node whose controller has approved. */
function decideOn(more: Partial<ChangeRequest>, source: PolicySource = ownersOfEach) {
  const change = { ...jobRequest, ...files(a, b), groups, reviews: [approval({ by: ben })], ...more };
  return decide(change, { policy: source, node: { ...nodeOf(ben), datasets: catalogue } });
}

describe("the datasets that a change touches at a node that has a catalogue", () => {
  test.each<readonly [string, readonly DatasetTouched[], readonly JobAsked[], readonly string[]]>([
    ["one that is told, as the catalogue has it", [told("births")], [], ["births pending"]],
    ["one that a job request reads", [], [reads(a, "patients")], ["patients approved"]],
    ["none that no job request reads", [], [reads(a, "births"), reads(b)], ["births pending"]],
    [
      "one that is told and one that is read",
      [told("patients")],
      [reads(a, "births")],
      ["births pending", "patients approved"],
    ],
    ["one that is both, once", [told("births")], [reads(a, "births")], ["births pending"]],
    ["what several job requests read, once", [], [reads(a, "patients"), reads(b, "patients")], ["patients approved"]],
    [
      "several that one job request reads",
      [],
      [reads(a, "deaths", "patients")],
      ["deaths pending", "patients approved"],
    ],
  ])("%s", (_, datasets, jobs, parts) => {
    const [owners] = decideOn({ datasets, jobs }).tree.children;
    expect(owners?.children.map(({ name, status }) => `${name} ${status}`)).toEqual(
      parts.map((part) => part.replace(/\w+/, "dataset `$&`")),
    );
  });

  test("none, where nothing is told and nothing is read", () => {
    expect(decideOn({ jobs: [reads(a)] }).tree.children[0]).toMatchObject({
      status: "skipped",
      reason: "it touches no dataset",
    });
  });

  test.each<readonly [string, readonly DatasetTouched[], readonly JobAsked[], string]>([
    ["those of its job requests", [], [reads(a, "patients"), reads(b, "patients")], "approved"],
    ["no job request that does not read it", [], [reads(a, "patients"), reads(b)], "pending"],
    ["the files that are told", [told("patients", { paths: [a, b] })], [reads(a, "patients")], "approved"],
    ["no file that is not told", [told("patients", { paths: [a] })], [reads(b, "patients")], "pending"],
  ])("its owners stand for files that touch it: %s", (_, datasets, jobs, status) => {
    const owners = policy("otherwise: { require: { count: 1, from: dataset-owners } }");
    expect(decideOn({ datasets, jobs }, owners).status).toBe(status);
  });

  test.each<readonly [string, NodeDataset, readonly string[] | undefined, DatasetTouched]>([
    ["no terms", dataset("p"), [a], { name: "p", owners: ["team:acme/p"], paths: [a] }],
    ["files that nobody knows", dataset("p"), undefined, { name: "p", owners: ["team:acme/p"] }],
    [
      "purposes",
      dataset("p", { purposes: ["Audit"] }),
      [],
      { name: "p", owners: ["team:acme/p"], paths: [], purposes: ["Audit"] },
    ],
    [
      "any agreement",
      dataset("p", { agreementsRequired: true }),
      [],
      { name: "p", owners: ["team:acme/p"], paths: [], agreements: "any" },
    ],
    [
      "one agreement",
      dataset("p", { agreementsRequired: true, agreements: ["A"] }),
      [],
      { name: "p", owners: ["team:acme/p"], paths: [], agreements: ["A"] },
    ],
    [
      "agreements that are not needed",
      dataset("p", { agreements: ["A"] }),
      [],
      { name: "p", owners: ["team:acme/p"], paths: [] },
    ],
  ])("nothing is added to what the catalogue says of one: %s", (_, known, paths, touched) => {
    expect(toTouched(known, paths)).toStrictEqual(touched);
  });
});

describe("what a job request may read at a node that has a catalogue, where the facts do not say which datasets it touches", () => {
  const free = policy("otherwise: { require: none }");
  const { jobs: _, ...unsaid } = jobRequest;
  const leftOut = ["datasets"] as const;
  const usesOf = (change: Partial<ChangeRequest>) => {
    const facts = { ...unsaid, leftOut, reviews: [approval({ by: ben })], ...change };
    const { tree } = decide(facts, { policy: free, node: { ...nodeOf(ben), datasets: catalogue } });
    return tree.children.find(({ name }) => name === "use of datasets");
  };

  test("is known by the catalogue, so that a wrong name is to be mended", () => {
    expect(usesOf({ jobs: [reads(a, "patients")] })).toBeUndefined();
    expect(usesOf({ jobs: [reads(a, "patient")] })).toMatchObject({
      status: "pending",
      reason: expect.stringContaining("which is not in the node's catalogue"),
    });
  });

  test("lacks what the job requests ask for, and nothing else", () => {
    expect(usesOf({})).toMatchObject({
      status: "failed",
      reason: "the facts do not say what its job requests ask for: add `jobs`",
    });
  });
});
