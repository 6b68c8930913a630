import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "../../src/core/decide.ts";
import { exampleChange } from "../../src/core/example-change.ts";
import { readChange } from "../../src/core/read-change.ts";
import type { ChangeRequest } from "../../src/domain/change.ts";
import type { FileProblem } from "../../src/domain/file-problem.ts";
import { readNodeFile } from "../../src/policy/read-node-file.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { allRules } from "../../src/rules/rule-set.ts";
import { cpuMsOf } from "../support/cost-of.ts";
import { fuzzed } from "../support/fuzzed.ts";
import { mutated } from "../support/mutated-files.ts";

const directory = join(import.meta.dirname, "../../policies");
const presets = Object.fromEntries(
  readdirSync(directory)
    .filter((name) => !name.endsWith(".test.yml"))
    .map((name) => [name.replace(/\.yml$/, ""), readFileSync(join(directory, name), "utf8")]),
);

const sample = `version: 1
extends: tre
mode: enforce
people:
  data-controllers: { organisation: acme, teams: [acme/data-controllers], users: [{ login: ben, id: 2 }] }
kinds: { dag: ["dags/**/*.py"], job: "jobs/**/*.{yml,yaml}" }
rules: { DAG-003: off, IDN-001: { severity: error, pattern: "{package}_{dag}" }, SEC: { suppress: forbid, paths: ["a/**"] } }
counting: { author: ignore, expire-after: 30d }
requirements:
  - name: controllers
    when: { any: [{ changes: job }, { not: { paths: ["docs/**", "!docs/x"] } }], title: "^(a+)+$", size: { files: ">100" } }
    require: { all: [{ count: 2, from: data-controllers, distinct: organisation }, { checks: [github-actions/ci] }] }
otherwise: { require: { count: 1, permissions: write } }
objections: { from: data-controllers }
commands: { merge: data-controllers }
`;
const node = `node: london
python: "3.12"
controllers: [{ github: { login: ben, id: 2 }, ssh-keys: ["ssh-ed25519 AAAA"] }]
targets: { airflow: { kind: dag-directory, path: /srv/dags } }
datasets: { patients: { owners: ["team:acme/owners"], agreements: required } }
repositories: [{ name: acme/study, url: "https://github.com/acme/study", branch: main, sync_interval: 60s }]
`;

function changeOf(): ChangeRequest {
  const reading = readChange(exampleChange, "change.json");
  if ("problems" in reading) throw new Error(JSON.stringify(reading.problems));
  return { ...reading.change, title: `${"a".repeat(500)}!` };
}

const change = changeOf();
const text = (seeds: readonly string[]): fc.Arbitrary<string> =>
  mutated(seeds).map((bytes) => new TextDecoder().decode(bytes));

function expectInside(problems: readonly FileProblem[], given: string): void {
  expect(problems.length).toBeGreaterThan(0);
  const lines = given.split("\n").length;
  for (const { line, column, message } of problems) {
    expect(line).toBeLessThanOrEqual(lines);
    expect(Math.min(line, column, message.length)).toBeGreaterThanOrEqual(1);
  }
}

function expectDecided(given: string): void {
  const reading = readPolicy(given, { path: "p.yml", presets, knownRules: allRules });
  if ("problems" in reading)
    expectInside(
      reading.problems.filter(({ path }) => path === "p.yml"),
      given,
    );
  else {
    const { status } = decide(change, {
      policy: { state: "valid", policy: reading.policy, sha256: "", name: "p.yml" },
      node: null,
    });
    expect(["approved", "pending", "rejected", "failed"]).toContain(status);
  }
}

test("a policy of any text is read, or told what is wrong with it, and decides in the blink of an eye", async () => {
  await fc.assert(
    fc.asyncProperty(text([sample, ...Object.values(presets)]), async (given) => {
      const taken = await cpuMsOf(() => expectDecided(given));
      expect(taken).toBeLessThan(5_000);
    }),
    fuzzed(150),
  );
});

test("so is a node's file", () => {
  fc.assert(
    fc.property(text([node]), (given) => {
      const reading = readNodeFile(given, { path: "countersign.node.yml" });
      if ("problems" in reading) expectInside(reading.problems, given);
      else expect(decide(change, { policy: { state: "absent" }, node: reading.node }).status).not.toBe("approved");
    }),
    fuzzed(80),
  );
});
