import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { rules } from "../../src/rules/index.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const run = (...args: readonly string[]) => spawnSync(process.execPath, [main, "rules", ...args], { encoding: "utf8" });

test("lists every rule", () => {
  const { status, stdout } = run();
  expect(status).toBe(0);
  for (const { id, name } of rules) expect(stdout).toMatch(new RegExp(`^${id} .* ${name} `, "m"));
});

test("shows one by its id or name", () => {
  expect(run("syn-001")).toMatchObject({ status: 0, stdout: expect.stringContaining("# SYN-001: python-syntax") });
  expect(run("python-syntax").stdout).toBe(run("SYN-001").stdout);
});

test("as JSON, which its schema describes", () => {
  const schema = readFileSync(new URL("../../docs/schemas/rules.schema.json", import.meta.url), "utf8");
  const validate = new Ajv2020().compile(JSON.parse(schema));
  expect(validate(JSON.parse(run("--format", "json").stdout)), JSON.stringify(validate.errors)).toBe(true);
  expect(JSON.parse(run("SEC-001", "--format", "json").stdout)).toMatchObject({
    version: 1,
    rules: [{ id: "SEC-001" }],
  });
});

test("as Markdown, which is the page in docs/rules", () => {
  const page = (name: string) => readFileSync(new URL(`../../docs/rules/${name}.md`, import.meta.url), "utf8");
  expect(run("--format", "markdown").stdout).toBe(page("README"));
  expect(run("SEC-001", "--format", "markdown").stdout).toBe(page("SEC-001"));
});

test("one that is not there: 2, and which was meant", () => {
  expect(run("SEC-01")).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("Did you mean `SEC-001`?"),
  });
});
