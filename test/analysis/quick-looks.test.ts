import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadPythonTools } from "../../src/analysis/python-tools.ts";
import { prepareRules } from "../../src/core/inspect/run-rules.ts";
import { readCode } from "../../src/python/code/read-code.ts";
import { readNamedStrings } from "../../src/python/named-strings.ts";
import { rules } from "../../src/rules/index.ts";
import { ruleSet } from "../../src/rules/rule-set.ts";
import { mightDoHarm } from "../../src/rules/security/might-do-harm.ts";
import { isTellingName, mightTell } from "../../src/rules/security/telling-name.ts";
import type { FileSubject } from "../../src/rules/subject.ts";

const tools = await loadPythonTools();
const fixtures = join(import.meta.dirname, "../fixtures/airflow-corpus");

/** Programs of many kinds: the corpus of DAGs, and the examples of all rules, each also without a word of Airflow in a comment. */
const programs: readonly string[] = [
  ...readdirSync(fixtures, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".py"))
    .map((path) => readFileSync(join(fixtures, path), "utf8")),
  ...rules
    .flatMap(({ bad, good }) => [bad, good])
    .filter(({ path }) => path.endsWith(".py"))
    .flatMap(({ text }) => [text, `# airflow\n${text}`]),
];

const ofCode = prepareRules(ruleSet, {}).own.filter(({ rule }) => rule.id.startsWith("SEC-"));

test("where a quick look says that a text can do no harm, no rule of its code says anything of it", () => {
  const passedOver = programs.filter((text) => !mightDoHarm(text));
  expect(passedOver.length).toBeGreaterThan(20);
  for (const text of passedOver) {
    const subject = { ...nothing, text, code: readCode(tools.parse(text), text) };
    const said = ofCode.flatMap(({ rule, options }) => {
      const found = rule.checkFile?.(subject, options);
      const without = rule.checkFile?.({ ...subject, code: null }, options);
      return JSON.stringify(found) === JSON.stringify(without) ? [] : [rule.id];
    });
    expect({ text, said }).toEqual({ text, said: [] });
  }
});

test.each([
  'password = "hunter2-but-longer"',
  'password: Annotated[str, Field(min_length=3)] = "hunter2-but-longer"',
  'connect(api_token=(  # of the service\n    "hunter2-but-longer"\n))',
  '{("db-password"): r"hunter2-but-longer"}',
  'os.environ["DB_PASSWORD" ] = \\\n  "hunter2" "-but-longer"',
  'def f(secretKey="hunter2-but-longer"): ...',
])("a quick look sees the text in %s", (text) => {
  expect(readNamedStrings(tools.parse(text), text).some(({ name }) => isTellingName(name))).toBe(true);
  expect(mightTell(text)).toBe(true);
});

test("where a quick look sees no text of a telling name, there is none", () => {
  const passedOver = programs.filter((text) => !mightTell(text));
  expect(passedOver.length).toBeGreaterThan(20);
  for (const text of passedOver)
    expect(readNamedStrings(tools.parse(text), text).filter(({ name }) => isTellingName(name))).toEqual([]);
});

test.each(["password#", "token:", 'key"', "secret\n", "BashDockerPod", "V1", "'/", "#\n"])(
  "a quick look takes linear time over %j",
  (part) => {
    const text = `# airflow\n${part.repeat(200_000)}`;
    const begin = performance.now();
    mightTell(text);
    mightDoHarm(text);
    expect(performance.now() - begin).toBeLessThan(20_000);
  },
);

/** All that those rules ask of a file besides its code. */
const nothing = {
  ...{ path: "dags/a.py", kind: "dag", python: "3.12", today: "2026-01-01", repository: null },
  ...{ module: null, syntax: [], lint: [], namedStrings: [], imports: [], dependencies: [], secrets: [] },
  ...{ job: null, dvc: null, manifests: null, dockerfile: null, nodeFile: null, tree: null, node: null },
} as unknown as FileSubject; // the rest belongs to other groups
