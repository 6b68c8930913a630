import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest } from "../../../src/domain/change.ts";
import { approval, ben, cleo, dan, eve, jobRequest, label, policy } from "./facts.ts";

const people = `
people:
  a: { users: { login: ben, id: 2 } }
  b: { users: { login: cleo, id: 3 } }
  apart: { users: { login: dan, id: 4 } }
  acme: { organisation: acme, users: { login: ben, id: 2 } }`;
const byA = "{ count: 1, from: a }";

function approvalsOf(require: string, more: Partial<ChangeRequest>) {
  const source = policy(`${people}\notherwise: { require: ${require} }`);
  return decide({ ...jobRequest, ...more }, { policy: source, node: null }).approvals;
}

describe("to somebody of no group that is asked it is told", () => {
  const byEve = approval({ by: eve, at: "2026-11-20T13:00:00Z" });
  const needed = "eve belongs to none of those whose approval is needed";

  test.each<readonly [string, string, readonly (typeof byEve)[], string]>([
    ["who is awaited", byA, [byEve], `${needed} (a)`],
    ["who are awaited", `{ all: [${byA}, { count: 1, from: b }] }`, [byEve], `${needed} (a, b)`],
    ["no more than that, once nobody is", byA, [approval({ by: ben }), byEve], needed],
  ])("%s", (_, require, reviews, why) => {
    expect(approvalsOf(require, { reviews }).at(-1)?.why).toBe(why);
  });
});

test("who has no organisation is told so, also where something else was met in place of theirs", () => {
  const either = `{ any: [{ count: 2, from: [acme, apart], distinct: organisation }, { count: 1, from: b }] }`;
  const reviews = [approval({ by: cleo }), approval({ by: dan })];
  expect(approvalsOf(either, { reviews })).toMatchObject([
    { counted: true },
    { counted: false, why: "they are in no group of `people` that has an `organisation`" },
  ]);
});

describe("a label", () => {
  const labels = [label({ by: ben }), label({ by: cleo, at: "2026-11-20T13:00:00Z" })];

  test("that two people set counts once, and the other is told that it does", () => {
    expect(approvalsOf("{ labels: urgent, from: [a, b] }", { labels })).toMatchObject([
      { account: { login: "ben" }, counted: true, label: "urgent" },
      { account: { login: "cleo" }, counted: false, why: "the label `urgent`: another person's counts" },
    ]);
  });

  test("is told of what is one, and of no review", () => {
    const both = approvalsOf(`{ all: [${byA}, { labels: urgent, from: b }] }`, {
      labels: labels.slice(1),
      reviews: [approval({ by: ben })],
    });
    expect(both.map((one) => "label" in one)).toEqual([false, true]);
  });
});
