import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commonKeys } from "../../src/policy/rule-settings.ts";
import type { Example, Rule } from "../../src/rules/define-rule.ts";
import { rules } from "../../src/rules/index.ts";
import { lintRules } from "../../src/rules/lint/index.ts";
import { lintFilters } from "../../src/rules/lint-filters/index.ts";
import { inspectTexts } from "../analysis/inspect-texts.ts";
import { listRuleFiles, renderIndex } from "../house/generate-rules-index.ts";
import { knownOf } from "./known-of.ts";

const root = join(import.meta.dirname, "../..");

/** Of an example ruff may say what does not matter to it, such as that a DAG has no schedule. */
const ofRuff = new Set(lintRules.map(({ id }) => id));

async function findingsOf({ id }: Rule, { path, text, context, facts }: Example) {
  const options = facts?.options;
  const inspection = await inspectTexts({
    files: [{ path, text }],
    context: context ?? [],
    known: knownOf(facts),
    removed: (facts?.removed ?? []).map((file) => ({ path: file.path, kind: "dag", content: Buffer.from(file.text) })),
    severities: options === undefined ? {} : { [id]: { severity: null, options } },
  });
  expect(inspection.unread).toEqual([]);
  return inspection.findings.filter(({ rule, severity }) => severity === "error" || !ofRuff.has(rule));
}

describe.each(rules.map((rule) => ({ id: rule.id, rule })))("$id", ({ rule }) => {
  test("reports its bad example, and nothing else does", async () => {
    const findings = await findingsOf(rule, rule.bad);
    expect(findings.map((finding) => finding.rule)).toContain(rule.id);
    expect(new Set(findings.map((finding) => finding.rule))).toEqual(new Set([rule.id]));
    for (const { message, remedy, severity, confidence, name } of findings) {
      expect(message).toMatch(/^[A-Z`].*[.?]$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
      expect({ severity, name }).toEqual({ severity: rule.severity, name: rule.name });
      expect(["high", "medium", "low"]).toContain(confidence);
    }
  });

  test("says nothing of its good example", async () => {
    expect(await findingsOf(rule, rule.good)).toEqual([]);
  });

  test("explains itself in whole sentences", () => {
    expect(rule.id).toMatch(/^[A-Z]{3}-\d{3}$/);
    expect(rule.name).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(rule.summary).toMatch(/^[A-Z`].*\.$/);
    expect(rule.why).toMatch(/^[A-Z`].*\.$/);
  });

  test("has options that can be left out, each with its description", () => {
    expect(() => rule.options.parse({})).not.toThrow();
    expect(() => rule.options.parse({ "no-such-option": 1 })).toThrow();
    for (const [key, option] of Object.entries(rule.options.shape)) {
      expect(key).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(commonKeys).not.toContain(key);
      expect("description" in option ? option.description : "").toMatch(/\.$/);
    }
  });
});

describe.each(lintRules.map((rule) => ({ id: rule.id, rule })))("$id", ({ rule }) => {
  test("explains itself in whole sentences", () => {
    expect(rule.id).toMatch(/^[A-Z]+\d{3,4}$/);
    expect(rule.summary).toMatch(/^[A-Z`].*\.$/);
    expect(rule.remedy).toMatch(/^[A-Z].*\.$/);
    expect(rule.why).toMatch(/^[A-Z].*\.$/);
  });
});

describe("ruff's rules", () => {
  test("are each run, under codes that ruff knows", async () => {
    const known = await import("@astral-sh/ruff-wasm-nodejs");
    const options = { lint: { select: lintRules.map(({ id }) => id) } };
    expect(() => new known.Workspace(options, known.PositionEncoding.Utf16)).not.toThrow();
    const wrong = { lint: { select: ["S999"] } };
    expect(() => new known.Workspace(wrong, known.PositionEncoding.Utf16)).toThrow();
  });

  test("each filter judges of rules that are run, and has its file and its test", () => {
    const codes = new Set(lintRules.map(({ id }) => id));
    for (const filter of lintFilters) {
      expect(filter.codes.filter((code) => !codes.has(code))).toEqual([]);
      expect(filter.summary).toMatch(/^[A-Z`].*\.$/);
      expect(existsSync(join(root, `src/rules/lint-filters/${filter.name}.ts`))).toBe(true);
      expect(existsSync(join(root, `test/rules/lint-filters/${filter.name}.test.ts`))).toBe(true);
    }
  });
});

describe("the house of the rules", () => {
  test("the index is what the folders hold (`node test/house/generate-rules-index.ts` makes it so)", async () => {
    const { path, text } = await renderIndex();
    expect(readFileSync(join(root, path), "utf8")).toBe(text);
  });

  test("ids and names are unique", () => {
    const ids = [...rules, ...lintRules].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });

  test("each rule has its file, its test and its page", async () => {
    const files = await listRuleFiles();
    expect(files.length).toBe(rules.length);
    const missing = [
      ...files.map(({ path }) => `test/rules/${path.replace(/\.ts$/, ".test.ts")}`),
      ...rules.map(({ id }) => `docs/rules/${id}.md`),
      ...files
        .map(({ path }) => path.replace(/^.*\//, "").replace(/\.ts$/, ""))
        .filter((name) => !rules.some((rule) => rule.name === name)),
    ].filter((path) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });
});
