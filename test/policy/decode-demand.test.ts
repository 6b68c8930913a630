import { describe, expect, test } from "vitest";
import type { Demand } from "../../src/domain/policy.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";

function read(require: string) {
  const people = "people: { a: { permissions: admin } }";
  return readPolicy(`version: 1\n${people}\notherwise:\n  require: ${require}\n`, { path: "p.yml", presets: {} });
}

function problemsOf(require: string): readonly string[] {
  const reading = read(require);
  return "problems" in reading
    ? reading.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
    : [];
}

const count = { form: "count", count: 2, from: ["a"], permission: null, distinct: null, each: null } as const;

describe("what `require` asks for", () => {
  test.each<readonly [string, Demand]>([
    ["{ count: 2, from: a, blind: true }", { ...count, blind: true }],
    ["{ count: 2, from: a, blind: false }", count],
    ["{ signed: true }", { form: "signed" }],
    ["{ signed: { by: a } }", { form: "signed", by: ["a"] }],
    ["{ signed: { by: [a, dataset-owners] } }", { form: "signed", by: ["a", "dataset-owners"] }],
    ["{ agreement: true }", { form: "agreement" }],
  ])("%s", (text, demand) => {
    expect(read(text)).toMatchObject({ policy: { otherwise: demand } });
  });

  test.each<readonly [string, RegExp]>([
    ["{ count: 1, from: a, blind: yes please }", /^4:40 `blind` must be true or false/],
    ["{ signed: false }", /^4:22 /],
    ["{ signed: { by: [] } }", /^4:28 `signed.by` must not be empty/],
    ["{ signed: { by: a, from: a } }", /^4:31 .*from/],
    ["{ signed: [] }", /^4:22 /],
    ["{ signed: { by: b } }", /^4:28 Unknown group `b`/],
    ["{ agreement: false }", /^4:25 /],
    ["{ agreement: true, from: a }", /^4:31 .*from/],
    ["{ agremeent: true }", /^4:14 Unknown key `agremeent`.* Did you mean `agreement`\?/],
  ])("%s is refused on its place", (text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(problem)]);
  });
});
