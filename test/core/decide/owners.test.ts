import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest, DatasetTouched } from "../../../src/domain/change.ts";
import type { Account } from "../../../src/domain/identity.ts";
import { approval, ben, cleo, dan, eve, file, files, jobRequest, label, nodeOf, person, policy } from "./facts.ts";

const [a, b, readme] = ["jobs/a.yml", "jobs/b.yml", "README.md"];
const groups = {
  ...jobRequest.groups,
  "team:acme/data-controllers": [person(dan)],
  "team:acme/patients": [person(ben), person(eve)],
  "team:acme/births": [person(cleo), person(eve)],
};
const ownersOf = (name: string) => `the owners of ${name} (team:acme/${name})`;
const touched = (name: string, ...paths: readonly string[]): DatasetTouched => ({
  name,
  owners: [`team:acme/${name}`],
  paths,
});
/** Of this one nobody told by which files it is touched. */
const somewhere = (name: string): DatasetTouched => ({ name, owners: [`team:acme/${name}`] });
const approvedBy = (...people: readonly Account[]) => ({
  reviews: people.map((by, index) => approval({ by, at: `2026-11-20T12:0${index}:00Z` })),
});

/** What `otherwise` says of a change that touches these files. */
function judge(require: string, paths: readonly string[], datasets: readonly DatasetTouched[], more: object) {
  const source = policy(`
    people: { dc: { teams: acme/data-controllers } }
    otherwise: { require: ${require} }
  `);
  const change: ChangeRequest = { ...jobRequest, ...files(...paths), groups, datasets, ...more };
  const { status, tree } = decide(change, { policy: source, node: null });
  const [{ reason, children, waitingFor } = tree] = tree.children;
  return {
    status,
    awaited: waitingFor.map(({ from }) => from),
    reason,
    parts: children.map((part) => `${part.name}: ${part.status}`),
  };
}

const byOwners = "{ count: 1, from: dataset-owners }";
const byEither = "{ count: 1, from: [dc, dataset-owners] }";
const both = [touched("patients", a), touched("births", b)];

describe("owners of one of several datasets", () => {
  test.each<readonly [string, readonly DatasetTouched[], readonly Account[], readonly string[]]>([
    ["nobody has approved", both, [], [`${ownersOf("births")} or ${ownersOf("patients")}`]],
    ["somebody who owns none", both, [dan], [`${ownersOf("births")} or ${ownersOf("patients")}`]],
    ["one of the first", both, [ben], [ownersOf("births")]],
    ["one of the second", both, [cleo], [ownersOf("patients")]],
    ["one of each", both, [ben, cleo], []],
    ["one who owns both", both, [eve], []],
    [
      "the second is read by a file of its own",
      [touched("patients", a), touched("births", a, b)],
      [ben],
      [ownersOf("births")],
    ],
    ["both are read by the same files", [touched("patients", a, b), touched("births", a, b)], [ben], []],
    ["the first is read by all files", [touched("patients", a, b), touched("births", b)], [ben], []],
    [
      "a third one is awaited as well",
      [...both, touched("deaths", b)],
      [ben],
      [ownersOf("births"), ownersOf("deaths")],
    ],
    ["nobody told which files read the first", [somewhere("patients"), touched("births", b)], [ben], []],
    ["nobody told which files read the second", [touched("patients", a), somewhere("births")], [ben], []],
  ])("do not stand for files of another: %s", (_, datasets, people, awaited) => {
    const known = { ...groups, "team:acme/deaths": [] };
    expect(judge(byOwners, [a, b], datasets, { groups: known, ...approvedBy(...people) })).toMatchObject({
      status: awaited.length === 0 ? "approved" : "pending",
      awaited,
    });
  });
});

describe("what is told of owners and of those who may approve in their place", () => {
  const bare = "for `README.md`: they touch no dataset, so there is no owner who could approve";
  const lacksBirths = `it needs 1 approval from ${ownersOf("births")}`;

  test.each<readonly [string, string, readonly string[], readonly Account[], string, readonly string[]]>([
    ["an owner of all that is touched, as any other", byOwners, [a], [ben], "approved by ben", []],
    ["an owner, where somebody else would do", byEither, [a], [ben], "approved by ben (dataset-owners)", []],
    ["somebody else, who stands for all files", byEither, [a, b, readme], [dan], "approved by dan (dc)", []],
    [
      "that a file without a dataset awaits somebody else",
      byEither,
      [a, readme],
      [ben],
      "for `README.md`: it needs 1 approval from dc",
      ["1 approval from dc or dataset-owners: approved", "1 approval from dc, for `README.md`: pending"],
    ],
    [
      "that a file without a dataset has no owner",
      byOwners,
      [a, readme],
      [ben],
      bare,
      ["1 approval from dataset-owners: approved", "owners, for `README.md`: pending"],
    ],
    [
      "of another dataset, by its name",
      byOwners,
      [a, b],
      [ben],
      lacksBirths,
      ["1 approval from dataset-owners: approved", "dataset `births`: pending"],
    ],
    [
      "of both",
      byOwners,
      [a, b, readme],
      [ben],
      `${lacksBirths}; ${bare}`,
      ["1 approval from dataset-owners: approved", "dataset `births`: pending", "owners, for `README.md`: pending"],
    ],
    [
      "how many owners of each are missing",
      "{ count: 2, from: dataset-owners }",
      [a, b],
      [ben, eve],
      `approved by eve; it needs 1 more approval from ${ownersOf("births")}`,
      ["2 approvals from dataset-owners: approved", "dataset `births`: pending"],
    ],
  ])("%s", (_, require, paths, people, reason, parts) => {
    expect(judge(require, paths, both, approvedBy(...people))).toMatchObject({ reason, parts });
  });

  test("a label that one owner set does not stand for files of another", () => {
    const setBy = (who: Account) =>
      judge("{ labels: urgent, from: dataset-owners }", [a, b], both, { labels: [label({ by: who })] }).status;
    expect([setBy(ben), setBy(cleo), setBy(eve), setBy(dan)]).toEqual(["pending", "pending", "approved", "pending"]);
  });
});

describe("what may be about every file, as far as is known, is asked of every file", () => {
  const when = (condition: string) =>
    policy(`
      people: { dc: { teams: acme/data-controllers } }
      requirements: [{ when: ${condition}, require: { count: 1, from: dataset-owners } }]
      otherwise: { require: { count: 1, from: dc } }
    `);
  const change: ChangeRequest = {
    ...jobRequest,
    ...files(a, readme),
    groups,
    title: "Urgent",
    datasets: [touched("patients", a)],
    ...approvedBy(ben, dan),
  };
  const statusOf = (condition: string, more: Partial<ChangeRequest>) =>
    decide({ ...change, ...more }, { policy: when(condition), node: null }).status;

  test.each([
    "{ any: [{ title: '^Urgent' }, { datasets: any }] }",
    "{ any: [{ datasets: any }, { title: '^Urgent' }] }",
    "{ all: [{ any: [{ title: '^Urgent' }, { datasets: any }] }, { draft: false }] }",
    "{ any: [{ any: [{ title: '^Urgent' }, { datasets: any }] }, { datasets: patients }] }",
  ])("%s", (condition) => {
    expect(statusOf(condition, {})).toBe("pending");
    expect(statusOf(condition, { leftOut: ["title"] })).toBe("pending");
    expect(statusOf(condition, { title: "Cohort" })).toBe("approved");
    expect(statusOf(condition, { leftOut: ["title"], ...files(a) })).toBe("approved");
  });

  test("a link below which something may be meant", () => {
    const link = { files: { complete: true, items: [file(a), file("docs", { mode: "120000" })] } };
    const of = (condition: string) =>
      decide({ ...change, ...link, title: "" }, { policy: when(condition), node: nodeOf(dan) }).status;
    expect(of("{ any: [{ paths: 'docs/x/**' }, { datasets: any }] }")).toBe("pending");
    expect(of("{ any: [{ paths: 'plugins/x/**' }, { datasets: any }] }")).toBe("approved");
  });
});
