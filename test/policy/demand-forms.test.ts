import { describe, expect, test } from "vitest";
import type { Demand } from "../../src/domain/policy.ts";
import { demandForms } from "../../src/policy/demand-forms.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";

describe("the reference of `require`", () => {
  test("has every form", () => {
    const every: Record<Demand["form"], true> = {
      count: true,
      checks: true,
      labels: true,
      signed: true,
      agreement: true,
      none: true,
      all: true,
      any: true,
    };
    expect([...new Set(demandForms.map(({ form }) => form))].sort()).toEqual(Object.keys(every).sort());
  });

  test("has every key of a count", () => {
    const counts = demandForms.filter(({ form }) => form === "count").map(({ example }) => example);
    for (const key of ["from", "permissions", "distinct", "each", "blind"]) {
      expect(counts.some((example) => example.includes(`${key}: `))).toBe(true);
    }
  });

  test.each(demandForms)("$example can be read as what it says", ({ form, example, describe: text }) => {
    expect(text).toMatch(/\.$/);
    const people = "people: { data-controllers: { permissions: admin } }";
    const reading = readPolicy(`version: 1\n${people}\notherwise:\n  require: ${example}\n`, {
      path: "p",
      presets: {},
    });
    expect(reading).toMatchObject({ policy: { otherwise: { form } } });
  });
});
