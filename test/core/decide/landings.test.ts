import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { BroughtBy, ChangeRequest } from "../../../src/domain/change.ts";
import { ada, ben, cleo, comment, dan, file, head, jobRequest, person, policy } from "./facts.ts";

const people = "people: { a: { users: { login: ben, id: 2 } }, b: { users: { login: cleo, id: 3 } } }";
const byA = "{ count: 1, from: a }";
const one: BroughtBy = {
  number: 7,
  title: "",
  isDraft: false,
  isFork: false,
  author: ada,
  requester: null,
  labels: [],
};
const fork = { ...one, number: 8, isFork: true };
const label = { name: "x", by: ada, at: "2026-11-20T09:00:00Z", baseRef: null, mergeBase: null };

/** A landing that ben countersigns. */
function decideLanding(text: string, more: Partial<ChangeRequest>) {
  const comments = [comment({ by: ben, body: `/countersign approve ${head}` })];
  return decide({ ...jobRequest, number: 0, comments, ...more }, { policy: policy(`${people}\n${text}`), node: null });
}
const when = (condition: string) =>
  `requirements: [{ name: first, when: ${condition}, require: { count: 1, from: b } }, { name: second, require: ${byA} }]`;

describe("a landing by several changes", () => {
  test.each<readonly [string, readonly BroughtBy[], string]>([
    ["{ from-fork: true }", [one], "approved"],
    ["{ from-fork: true }", [one, fork], "pending"],
    ["{ from-fork: false }", [one, fork], "pending"],
    ["{ from-fork: false }", [fork], "approved"],
    ["{ not: { from-fork: true } }", [one, fork], "pending"],
    ["{ title: ^A }", [one, { ...one, title: "A" }], "pending"],
    ["{ draft: true }", [one, { ...one, isDraft: true }], "pending"],
    ["{ labels: x }", [one, { ...one, labels: [label] }], "pending"],
    ["{ author: b }", [one, { ...one, author: cleo }], "pending"],
    ["{ author: b }", [one], "approved"],
    ["{ all: [{ from-fork: true }, { labels: x }] }", [fork, { ...one, labels: [label] }], "approved"],
    ["{ all: [{ from-fork: true }, { labels: x }] }", [one, { ...fork, labels: [label] }], "pending"],
  ])("needs what one of them needs: %s", (condition, broughtBy, status) => {
    expect(decideLanding(when(condition), { broughtBy }).status).toBe(status);
  });

  test("needs `otherwise` where one of them does", () => {
    const text =
      `requirements: [{ name: first, when: { from-fork: true }, require: ${byA} }]\n` +
      "otherwise: { require: { count: 1, from: b } }";
    const named = (broughtBy: readonly BroughtBy[]) =>
      decideLanding(text, { broughtBy }).tree.children.map(({ name, status }) => `${name} ${status}`);
    expect(named([fork])).toEqual(["first approved"]);
    expect(named([fork, one])).toEqual(["first approved", "otherwise pending"]);
    expect(named([one])).toEqual(["first skipped", "otherwise pending"]);
  });

  test("is told what one of them leaves over, and that alone", () => {
    const text = `requirements: [{ name: first, when: { from-fork: true }, require: ${byA} }]`;
    const summaryOf = (broughtBy: readonly BroughtBy[]) => decideLanding(text, { broughtBy }).summary;
    expect(summaryOf([fork])).toBe("Approved by ben.");
    expect(summaryOf([fork, one])).toBe(
      "Not approved: no requirement covers `jobs/a.yml`, and the policy has no `otherwise`.",
    );
  });

  test("of no file needs `otherwise` where one of them brings nothing that applies", () => {
    const text =
      `requirements: [{ name: first, when: { all: [{ from-fork: true }, { base: main }] }, require: ${byA} }]\n` +
      "otherwise: { require: { count: 1, from: b } }";
    const statusOf = (broughtBy: readonly BroughtBy[]) =>
      decideLanding(text, { broughtBy, files: { complete: true, items: [] } }).status;
    expect(statusOf([fork])).toBe("approved");
    expect(statusOf([fork, one])).toBe("pending");
  });

  test("needs no `otherwise` where each of them has a requirement of its own", () => {
    const requirement = (isFork: boolean) => `{ name: "${isFork}", when: { from-fork: ${isFork} }, require: ${byA} }`;
    const text = `requirements: [${requirement(true)}, ${requirement(false)}]`;
    expect(decideLanding(text, { broughtBy: [fork, one] }).status).toBe("approved");
  });

  test("is approved by none of their authors and requesters, whatever the policy says of contributors", () => {
    const text = "counting: { contributors: allow }\notherwise: { require: { count: 1, from: a } }";
    const whyOf = (more: Partial<BroughtBy>) =>
      decideLanding(text, { broughtBy: [one, { ...one, ...more }] }).approvals.map(({ why }) => why);
    expect(whyOf({ author: ben })).toEqual(["they opened the change"]);
    expect(whyOf({ requester: person(ben) })).toEqual(["they asked for the run whose results these are"]);
    expect(whyOf({ author: dan })).toEqual([`given on ${head.slice(0, 7)}`]);
  });
});

test("nothing is decided of a landing of which nobody knows how it came", () => {
  const more = { broughtBy: null, pushers: null, files: { complete: true, items: [file("README.md")] } };
  const text = (counting: string) => `counting: ${counting}\notherwise: { require: { count: 1, from: a } }`;
  for (const counting of ["{ contributors: allow }", "{ author: allow, contributors: allow }"])
    expect(decideLanding(text(counting), more).summary).toBe(
      "No decision is possible: it is not known by which change it landed, or who pushed it.",
    );
});
