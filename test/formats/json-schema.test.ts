import { describe, expect, test } from "vitest";
import { createSchemaCompiler } from "../../src/formats/json-schema.ts";
import { expectLinear } from "../support/cost-of.ts";

const compileSchema = createSchemaCompiler();

function violationsOf(schema: unknown, value: unknown): readonly string[] {
  const compiled = compileSchema(schema);
  if ("objection" in compiled) throw new Error(compiled.objection);
  return compiled.validate(value).map(({ at, must }) => `${at.join(".")}: ${must}`);
}

function objectionTo(schema: unknown): string | null {
  const compiled = compileSchema(schema);
  return "objection" in compiled ? compiled.objection : null;
}

describe("what is wrong is told in words", () => {
  test.each<[object | boolean, unknown, readonly string[]]>([
    [{ type: "integer" }, "x", [": must be a whole number."]],
    [{ type: ["string", "null"] }, 1, [": must be text or null."]],
    [{ minimum: 18 }, 17, [": must be at least 18."]],
    [{ exclusiveMaximum: 18 }, 18, [": must be less than 18."]],
    [{ enum: ["a", 2] }, "b", [": must be one of `a` and `2`."]],
    [{ const: "a" }, "b", [": must be `a`."]],
    [{ required: ["a"] }, {}, [": must have `a`."]],
    [
      { properties: { age: {} }, additionalProperties: false },
      { agee: 1 },
      ["agee: is not known. Did you mean `age`?"],
    ],
    [{ properties: { a: { items: { type: "number" } } } }, { a: [1, "x"] }, ["a.1: must be a number."]],
    [{ pattern: "^a+$" }, "b", [': must match pattern "^a+$".']],
    [{ format: "date" }, "2026-02-30", [": must be a date."]],
    [{ format: "date" }, "0000-01-01", [": must be a date."]],
    [{ anyOf: [{ type: "string" }, { minimum: 3 }] }, 1, [": must match one of its schema's alternatives."]],
    [false, 1, [": must satisfy `false schema`."]],
  ])("%j of %j", (schema, value, expected) => {
    expect(violationsOf(schema, value)).toEqual(expected);
  });
});

describe("what is good", () => {
  test.each<[object | boolean, unknown]>([
    [true, 1],
    [{}, { a: 1 }],
    [{ type: "integer" }, 1.0],
    [{ format: "date" }, "2026-02-28"],
    [{ format: "date-time" }, "2026-02-28"], // a hint, for Airflow too
    [{ format: "email" }, "no address"], // a hint
    [{ title: "T", description_md: "x", section: "y" }, 1], // Airflow's own
    [{ $defs: { a: { type: "string" } }, properties: { x: { $ref: "#/$defs/a" } } }, { x: "y" }],
    [{ $schema: "http://json-schema.org/draft-07/schema#", items: [{ type: "string" }] }, ["a", 1]],
    [{ $schema: "https://json-schema.org/draft/2020-12/schema", prefixItems: [{ type: "string" }] }, ["a", 1]],
    [{ properties: { $ref: { type: "string" }, pattern: { type: "string" } } }, { $ref: "x", pattern: "(" }],
    [{ enum: [{ $ref: "https://example.org" }] }, { $ref: "https://example.org" }],
  ])("%j of %j", (schema, value) => {
    expect(violationsOf(schema, value)).toEqual([]);
  });
});

describe("a schema that cannot be used", () => {
  const doubling = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [`a${n}`, { allOf: [1, 2].map(() => ({ $ref: `#/$defs/a${n + 1}` })) }]),
  );
  let deep: object = {};
  for (let level = 0; level < 60; level += 1) deep = { not: deep };
  test.each<[string, unknown, RegExp]>([
    ["is a list", [], /^is not a map$/],
    ["refers to another document", { $ref: "https://example.org/a.json" }, /^refers to another document/],
    ["refers to a file", { $ref: "other.json#/a" }, /^refers to another document/],
    ["refers to nothing", { $ref: "#/$defs/x" }, /^refers to `#\/\$defs\/x`, which is not there$/],
    ["refers to itself", { allOf: [{ $ref: "#" }] }, /^refers to its own parts too often$/],
    ["runs in a circle", { properties: { x: { $ref: "#" } } }, /^refers to its own parts too often$/],
    ["doubles at each step", { $defs: { ...doubling, a30: {} }, $ref: "#/$defs/a0" }, /too often$/],
    ["looks back in a pattern", { pattern: "(?=a)" }, /^has a pattern that RE2 does not take$/],
    ["looks back in a name", { patternProperties: { "(a)\\1": {} } }, /^has a pattern that RE2 does not take$/],
    ["is deep", deep, /^is nested more than 40 deep$/],
    ["is large", { enum: Array.from({ length: 6000 }, () => ({})) }, /^has more than 5000 parts$/],
    ["has dynamic references", { $dynamicRef: "#a" }, /^uses `\$dynamicRef`/],
    ["is of another draft", { $schema: "http://json-schema.org/draft-04/schema#" }, /^names a `\$schema`/],
    ["is none", { type: "whole" }, /^is not a JSON Schema \(/],
  ])("%s", (_, schema, expected) => {
    expect(objectionTo(schema)).toMatch(expected);
  });
});

test("a pattern that is slow elsewhere takes linear time", async () => {
  await expectLinear(6_000, (size) =>
    expect(violationsOf({ pattern: "^(a+)+$" }, `${"a".repeat(size)}b`)).toHaveLength(1),
  );
});

test("at most twenty are told", () => {
  expect(
    violationsOf(
      { items: { type: "string" } },
      Array.from({ length: 1000 }, () => 1),
    ),
  ).toHaveLength(20);
});
