import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { demandForms } from "../../src/policy/decode-demand.ts";
import { predicates } from "../../src/predicates/index.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const ajv = new Ajv2020({ strict: false, allErrors: false });
const isPolicy = ajv.compile(JSON.parse(read("docs/schemas/policy.schema.json")));
const isNode = ajv.compile(JSON.parse(read("docs/schemas/node.schema.json")));
const presets = readdirSync(join(root, "policies")).filter((name) => !name.endsWith(".test.yml"));
const blocks = ["README.md", ...globSync("docs/*.md", { cwd: root })].flatMap((page) =>
  [...read(page).matchAll(/^```ya?ml\n([\s\S]*?)^```/gm)].map(([, text = ""], index) => ({
    place: `${page} ${index + 1}`,
    text,
  })),
);
const policies = blocks.filter(({ text }) => /^version:/m.test(text) && !/^engine:/m.test(text));
const nodes = blocks.filter(({ text }) => /^node:/m.test(text));

describe("the schema of policies", () => {
  test.each(presets)("takes the preset %s, which names it for editors", (name) => {
    const text = read(`policies/${name}`);
    expect(isPolicy(parse(text)), JSON.stringify(isPolicy.errors)).toBe(true);
    expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=../docs/schemas/policy.schema.json");
  });

  test.each(policies)("takes the policy in $place", ({ text }) => {
    expect(isPolicy(parse(text)), JSON.stringify(isPolicy.errors)).toBe(true);
  });

  test.each(predicates.map(({ key, example }) => [key, example]))("takes the example of `%s`", (_, example) => {
    const policy = { version: 1, requirements: { when: parse(example), require: "none" } };
    expect(isPolicy(policy), JSON.stringify(isPolicy.errors)).toBe(true);
  });

  test.each([
    "{ count: 1, from: dc }",
    "{ count: 2, permissions: [write], distinct: organisation, each: dataset }",
    "{ checks: github-actions/ci }",
    "{ labels: [x], from: dc }",
    "{ signed: true }",
    "{ signed: { by: dc } }",
    "{ agreement: true }",
    "{ all: [none, { any: { signed: true } }] }",
  ])("takes what may be required: %s", (text) => {
    expect(isPolicy({ version: 1, otherwise: { require: parse(text), enforced: true } })).toBe(true);
  });

  test("knows every form of what may be required", () => {
    const { demand } = JSON.parse(read("docs/schemas/policy.schema.json")).$defs;
    expect(demand.anyOf).toHaveLength(Object.keys(demandForms).length + 3);
  });

  test.each([
    "{}",
    "version: 2",
    "version: 1\nrequirments: []",
    "version: 1\nmode: observed",
    "version: 1\nenforced: false",
    "version: 1\npeople: {}",
    "version: 1\npeople: { dc: {} , 1a: { teams: a/b } }",
    "version: 1\npeople: { dc: { teams: [acme] } }",
    "version: 1\npeople: { dc: { teams: [] } }",
    "version: 1\npeople: { dc: { users: [ben] } }",
    "version: 1\npeople: { dc: { permissions: owner } }",
    "version: 1\nkinds: { Dag: a }",
    "version: 1\nkinds: { dag: [] }",
    "version: 1\nrules: { SEC-001: fatal }",
    "version: 1\nrules: { SEC-001: { nothing: 1 } }",
    "version: 1\nrules: { SEC-001: { paths: [] } }",
    "version: 1\ncounting: { expire-after: 30 }",
    "version: 1\ncounting: { author: maybe }",
    "version: 1\nrequirements: []",
    "version: 1\nrequirements: [{ name: x }]",
    "version: 1\nrequirements: [{ require: some }]",
    "version: 1\nrequirements: [{ require: { count: 0, from: dc } }]",
    "version: 1\nrequirements: [{ require: { count: 1 } }]",
    "version: 1\nrequirements: [{ require: { count: 1, from: dc, checks: a/b } }]",
    "version: 1\nrequirements: [{ require: { checks: ci } }]",
    "version: 1\nrequirements: [{ require: { all: [] } }]",
    "version: 1\nrequirements: [{ require: none, when: {} }]",
    "version: 1\nrequirements: [{ require: none, when: { change: job } }]",
    "version: 1\nrequirements: [{ require: none, when: { draft: 1 } }]",
    "version: 1\nrequirements: [{ require: none, when: { any: [] } }]",
    "version: 1\notherwise: {}",
    "version: 1\nobjections: [dc]",
    "version: 1\ncommands: { adopt: dc }",
    "version: 1\nafter-landing: { on-expiry: never }",
  ])("refuses %j", (text) => {
    expect(isPolicy(parse(text))).toBe(false);
  });
});

describe("the schema of the node's file", () => {
  test.each(nodes)("takes the one in $place", ({ text }) => {
    expect(isNode(parse(text)), JSON.stringify(isNode.errors)).toBe(true);
  });

  test.each(["node: x", "node: x\ncontrollers: []", "node: x\ncontrollers: [{ github: ben }]", "nodes: x"])(
    "refuses %j",
    (text) => {
      expect(isNode(parse(text))).toBe(false);
    },
  );
});
