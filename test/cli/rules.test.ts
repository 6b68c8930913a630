import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { rules } from "../../src/rules/index.ts";
import { runCli } from "../support/run-cli.ts";

const run = (...args: readonly string[]) => runCli(["rules", ...args], { cwd: "." });

test("lists every rule", async () => {
  const { status, stdout } = await run();
  expect(status).toBe(0);
  for (const { id, name } of rules) expect(stdout).toMatch(new RegExp(`^${id} .* ${name} `, "m"));
});

test("shows one by its id or name", async () => {
  expect(await run("syn-001")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("# SYN-001: python-syntax"),
  });
  expect((await run("python-syntax")).stdout).toBe((await run("SYN-001")).stdout);
});

test("as JSON, which its schema describes", async () => {
  const schema = readFileSync(new URL("../../docs/schemas/rules.schema.json", import.meta.url), "utf8");
  const validate = new Ajv2020().compile(JSON.parse(schema));
  expect(validate(JSON.parse((await run("--format", "json")).stdout)), JSON.stringify(validate.errors)).toBe(true);
  expect(JSON.parse((await run("SEC-001", "--format", "json")).stdout)).toMatchObject({
    version: 1,
    rules: [{ id: "SEC-001" }],
  });
});

test("as Markdown, which is the page in docs/rules", async () => {
  const page = (name: string) => readFileSync(new URL(`../../docs/rules/${name}.md`, import.meta.url), "utf8");
  expect((await run("--format", "markdown")).stdout).toBe(page("README"));
  expect((await run("SEC-001", "--format", "markdown")).stdout).toBe(page("SEC-001"));
});

test("one that is not there: 2, and which was meant", async () => {
  expect(await run("SEC-01")).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("Did you mean `SEC-001`?"),
  });
});
