import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../support/run-command.ts";

const root = join(import.meta.dirname, "../..");
const work = mkdtempSync(join(tmpdir(), "countersign-pack-"));
const home = join(work, "home");
const installed = join(home, "node_modules/countersign");

/** The system's Node may be older than the package asks for: the one that runs this test comes first. */
const env = { ...process.env, PATH: `${join(process.execPath, "..")}${delimiter}${process.env.PATH}` };

function countersign(...args: readonly string[]) {
  return runCommand(join(home, "node_modules/.bin/countersign"), args, { cwd: home, env });
}

beforeAll(async () => {
  mkdirSync(home);
  const packed = await runCommand("npm", ["run", "package", "--silent", "--", "--pack-destination", work], {
    cwd: root,
  });
  expect(packed, "npm run package").toMatchObject({ code: 0 });
  const tarball = readdirSync(work).find((name) => name.endsWith(".tgz"));
  writeFileSync(join(home, "package.json"), "{}\n");
  const install = await runCommand("npm", ["install", "--ignore-scripts", join(work, tarball ?? "")], {
    cwd: home,
    env,
  });
  expect(install, "npm install").toMatchObject({ code: 0 });
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe("the package, installed into an empty folder", () => {
  test("carries what it needs, and nothing of the checkout", () => {
    for (const path of ["bin/countersign.cjs", "src/main.js", "policies", "app.yml", "README.md", "LICENSE", "docs"]) {
      expect(existsSync(join(installed, path)), path).toBe(true);
    }
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
    expect(files.filter((path) => path.endsWith(".ts") || path.startsWith("test"))).toEqual([]);
    expect(files.filter((path) => path.startsWith("node_modules"))).toEqual([]);
  });

  test("brings no Node of its own", () => {
    const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    expect(manifest).not.toHaveProperty("optionalDependencies");
    expect(manifest).not.toHaveProperty("devDependencies");
    expect(readdirSync(join(home, "node_modules")).filter((name) => /^node-(bin|linux|darwin)/.test(name))).toEqual([]);
  });

  test("--help and --version answer", async () => {
    expect(await countersign("--help")).toMatchObject({ code: 0, stdout: expect.stringContaining("check") });
    expect(await countersign("--version")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  test("check finds what is wrong with a DAG, and nothing in a good one", async () => {
    mkdirSync(join(home, "dags"));
    writeFileSync(join(home, "dags/broken.py"), "from airflow.sdk import DAG\n\nwith DAG('broken'\n    pass\n");
    const broken = await countersign("check", "dags");
    expect(broken).toMatchObject({ code: 1, stdout: expect.stringContaining("dags/broken.py") });

    writeFileSync(
      join(home, "dags/broken.py"),
      "from airflow.sdk import DAG\n\nwith DAG('mended', schedule=None):\n    pass\n",
    );
    expect(await countersign("check", "dags")).toMatchObject({ code: 0 });
  });

  test("policy check knows the presets", async () => {
    const policy = join(home, ".countersign.yml");
    writeFileSync(
      policy,
      "version: 1\nextends: code-repo\npeople:\n  data-controllers: { teams: [acme/data-controllers] }\n",
    );
    expect(await countersign("policy", "check", policy)).toMatchObject({ code: 0 });

    writeFileSync(policy, "version: 1\nextends: no-such-preset\n");
    expect(await countersign("policy", "check", policy)).toMatchObject({ code: 2 });
  });
});
