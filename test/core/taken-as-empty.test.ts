import { describe, expect, test } from "vitest";
import { decide } from "../../src/core/decide.ts";
import { readChange } from "../../src/core/read-change.ts";
import { describeTaken, listTaken, takeAsEmpty } from "../../src/core/taken-as-empty.ts";
import { approval, ben, file, jobRequest, policy } from "./decide/facts.ts";

const {
  title: _,
  body,
  requester,
  earlierHeads,
  comments,
  checks,
  labels,
  findings,
  datasets,
  jobs,
  ...needed
} = {
  ...jobRequest,
  reviews: [approval({ by: ben })],
};
const people = "people: { dc: { teams: acme/data-controllers } }";
const plain = policy(`${people}\notherwise: { require: { count: 1, from: dc } }\n`);
const when = (condition: string) =>
  policy(`${people}\nrequirements: [{ name: r, when: { ${condition} }, require: { count: 2, from: dc } }]
otherwise: { require: { count: 1, from: dc } }\n`);

function read(facts: object) {
  const reading = readChange(JSON.stringify(facts), "change.json");
  if ("problems" in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.change;
}

describe("facts with no more than must be given", () => {
  test("are decided as if there were none of the others", () => {
    const { status } = decide(takeAsEmpty(read(needed)), { policy: plain, node: null });
    expect(status).toBe("approved");
    expect(decide(read(needed), { policy: plain, node: null }).status).toBe("failed");
  });

  test.each([
    [plain, ["comments"]],
    [when("datasets: any"), ["comments", "datasets", "jobs"]],
    [when("labels: urgent"), ["comments", "labels"]],
    [when("findings: error"), ["comments", "findings", "unread"]],
    [when("title: urgent"), ["title", "comments"]],
  ])("what the policy asks for is named (%#)", (source, names) => {
    expect(listTaken(read(needed), { policy: source, node: null })).toEqual(names);
  });

  test("of a landing, by which changes it came", () => {
    const landed = read({ ...needed, number: 0, comments: [] });
    expect(takeAsEmpty(landed).broughtBy).toEqual([]);
    expect(listTaken(landed, { policy: plain, node: null })).toEqual(["broughtBy"]);
    expect(takeAsEmpty(read({ ...needed, number: 0, broughtBy: null })).broughtBy).toBeNull();
  });

  test("of which nothing is asked, nothing is told", () => {
    const dag = read({ ...needed, comments: [], files: { complete: true, items: [file("dags/d.py")] } });
    expect(listTaken(dag, { policy: plain, node: null })).toEqual([]);
    expect(describeTaken([])).toBeNull();
  });
});

test("a label of which nobody says where it was set is of the present base", () => {
  const label = { name: "urgent", by: ben, at: "2026-11-20T12:00:00Z" };
  const source = policy(`${people}\notherwise: { require: { labels: urgent, from: dc } }\n`);
  const statusOf = (one: object) =>
    decide(takeAsEmpty(read({ ...needed, comments: [], labels: [one] })), { policy: source, node: null }).status;
  expect(statusOf(label)).toBe("approved");
  expect(statusOf({ ...label, mergeBase: null })).toBe("pending");
  expect(statusOf({ ...label, baseRef: "refs/heads/other" })).toBe("pending");
});

test("a sentence on one, and on several", () => {
  expect(describeTaken(["jobs"])).toBe(
    "The facts do not give `jobs`, which the policy asks for: it is taken as empty. Give it, to be sure.",
  );
  expect(describeTaken(["comments", "jobs"])).toContain("`comments` and `jobs`, which the policy asks for: they are");
});
