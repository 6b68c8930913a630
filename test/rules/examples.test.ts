import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Example, Rule } from "../../src/rules/define-rule.ts";
import { rules } from "../../src/rules/index.ts";
import { inspectTexts } from "../analysis/inspect-texts.ts";
import { listRuleFiles, renderIndex } from "../house/generate-rules-index.ts";
import { knownOf } from "./known-of.ts";

const root = join(import.meta.dirname, "../..");

async function findingsOf({ id }: Rule, { path, text, context, facts }: Example) {
  const options = facts?.options;
  const inspection = await inspectTexts({
    files: [{ path, text }],
    context: context ?? [],
    known: knownOf(facts),
    severities: options === undefined ? {} : { [id]: { severity: null, options } },
  });
  expect(inspection.unread).toEqual([]);
  return inspection.findings;
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
});

describe("the house of the rules", () => {
  test("the index is what the folders hold (`node test/house/generate-rules-index.ts` makes it so)", async () => {
    const { path, text } = await renderIndex();
    expect(readFileSync(join(root, path), "utf8")).toBe(text);
  });

  test("ids and names are unique", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
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
