import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { findBreaches } from "./find-breaches.ts";

function breachesIn(path: string, text: string): readonly string[] {
  return findBreaches([{ path, text }]).map((one) => `${one.line}: ${one.message}`);
}

describe("imports only go down", () => {
  test.each([
    ["a static import", `import { x } from "../core/x.ts";`],
    ["an import for its effect", `import "../core/x.ts";`],
    ["a type import", `import type { X } from "../core/x.ts";`],
    ["an inline type import", `import { type X } from "../core/x.ts";`],
    ["a re-export", `export { x } from "../core/x.ts";`],
    ["an empty re-export", `export {} from "../core/x.ts";`],
    ["a type re-export", `export type { X } from "../core/x.ts";`],
    ["a star re-export", `export * from "../core/x.ts";`],
    ["a named star re-export", `export * as x from "../core/x.ts";`],
    ["a dynamic import", `export const x = async () => (await import("../core/x.ts")).x;`],
    ["a dynamic import in a template", "export const x = () => import(`../core/x.ts`);"],
    ["an import type", `export type X = import("../core/x.ts").X;`],
    ["a typeof import", `export type X = typeof import("../core/x.ts");`],
    ["an import type in a signature", `export function f(x: readonly import("../core/x.ts").X[]): void { void x; }`],
    ["a worker's URL", `export const worker = new URL("../core/x.ts", import.meta.url);`],
    ["a path that walks around", `import { x } from "./../../src/core/x.ts";`],
  ])("%s upwards is a breach", (_, text) => {
    expect(findBreaches([{ path: "formats/y.ts", text }])).not.toEqual([]);
  });

  test("says where, and which way", () => {
    expect(breachesIn("store/y.ts", `\nimport { x } from "../git/x.ts";`)).toEqual([
      "2: `git/x.ts` is above: imports only go down.",
    ]);
  });

  test.each([
    ["downwards", "journeys/y.ts", `import { x } from "../core/x.ts";`],
    ["on the same floor", "rules/dag/y.ts", `import { x } from "../define-rule.ts";`],
    ["package.json", "main.ts", `import p from "../package.json" with { type: "json" };`],
    ["a package", "store/y.ts", `import { Kysely } from "kysely"; import { join } from "node:path";`],
    ["a computing package on a pure floor", "policy/y.ts", `import { z } from "zod"; import { parse } from "yaml";`],
    ["a digest on a pure floor", "core/y.ts", `import { createHash } from "node:crypto";`],
    ["a type of Node in a port", "ports/y.ts", `import type { Readable } from "node:stream";`],
    [
      "the demo and its stage",
      "cli/demo.ts",
      `export const play = (file: string) => import(file); new URL("../../test/demo/play.ts", import.meta.url);`,
    ],
  ])("%s is fine", (_, path, text) => {
    expect(breachesIn(path, text)).toEqual([]);
  });

  test.each([
    ["a computed import", "journeys/y.ts", "export const x = (name: string) => import(name);"],
    ["a folder that the house does not have", "utils/y.ts", "export const x = 1;"],
    ["an import of such a folder", "journeys/y.ts", `import { x } from "../utils/x.ts";`],
    ["an import from the tests", "service/y.ts", `import { x } from "../../test/forge/x.ts";`],
    ["two webhook apps", "app.ts", `import { x } from "./gitlab-webhooks.ts";`],
  ])("%s is a breach", (_, path, text) => {
    expect(breachesIn(path, text)).toHaveLength(1);
  });

  test("a file that cannot be parsed is never passed over", () => {
    expect(() => findBreaches([{ path: "core/y.ts", text: "export const = ;" }])).toThrow("core/y.ts");
  });
});

describe("siblings do not import each other", () => {
  test.each([
    ["forges/github/report.ts", "../gitlab/wire.ts"],
    ["targets/dag-directory/index.ts", "../s3/index.ts"],
    ["engines/inbox/index.ts", "../airflow/index.ts"],
    ["forges/index.ts", "./github/index.ts"],
  ])("%s must not import %s", (path, specifier) => {
    expect(breachesIn(path, `import type { X } from "${specifier}";`)).toHaveLength(1);
  });

  test.each([
    ["forges/github/report.ts", "./wire.ts"],
    ["forges/github/report.ts", "../marker.ts"],
    ["rules/dag/one.ts", "../job/two.ts"],
  ])("%s may import %s", (path, specifier) => {
    expect(breachesIn(path, `import type { X } from "${specifier}";`)).toEqual([]);
  });
});

describe("pure floors only compute", () => {
  test.each([
    [`import { readFileSync } from "node:fs";`],
    [`import { randomUUID } from "node:crypto";`],
    [`import * as hashes from "node:crypto";`],
    [`import type { Readable } from "node:stream";`],
    [`import { simpleGit } from "simple-git";`],
    ["export const x = process.env.HOME;"],
    ["export const { env } = process;"],
    ["export const x = { process };"],
    ["export const x = globalThis;"],
    ["export const x = Date.now();"],
    ["export const x = new Date();"],
    ["export const x = Date();"],
    ["export const x = Math.random();"],
    ["export const x = performance.now();"],
    ["export const x = crypto.randomUUID();"],
    [`export const x = fetch("https://example.org");`],
    ["setTimeout(() => {}, 1);"],
    [`console.log("x");`],
    ["export const x = import.meta.dirname;"],
    [`export const x = "a".localeCompare("b");`],
    ["export const x = (1).toLocaleString();"],
  ])("%s", (text) => {
    for (const floor of ["core", "policy", "rules", "predicates", "python", "formats", "domain"]) {
      expect(breachesIn(`${floor}/y.ts`, text), floor).toHaveLength(1);
    }
  });

  test.each([
    ["a date that was given", "export const x = (at: string) => new Date(at).getTime();"],
    ["a member that is spelt like a global", "export const x = (a: { process: number }) => a.process;"],
    ["a key that is spelt like a global", "export const x = { process: 1, fetch: 2 };"],
    ["arithmetic", "export const x = Math.max(1, 2);"],
    ["a locale that was given", `export const x = "a".localeCompare("b", "en");`],
  ])("%s is fine", (_, text) => {
    expect(breachesIn("core/y.ts", text)).toEqual([]);
  });

  test("other floors may", () => {
    expect(breachesIn("service/y.ts", `import { readFileSync } from "node:fs"; export const x = Date.now();`)).toEqual(
      [],
    );
  });
});

describe("the command", () => {
  test.each([
    ["a clean house", { "core/x.ts": "export const x = 1;" }, 0, /1 files looked at, 0 breaches/],
    ["a breach", { "core/x.ts": `import "../git/y.ts";` }, 1, /src\/core\/x\.ts:1: .*only go down/],
    ["a house with nothing in it", {}, 1, /found no source files/],
  ])("%s", (_, files, code, output) => {
    const directory = mkdtempSync(join(tmpdir(), "floors-"));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, "check-floors.ts"), directory],
      { encoding: "utf8" },
    );
    expect(stdout + stderr).toMatch(output);
    expect(status).toBe(code);
  });
});
