import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { runCommand } from "../support/run-command.ts";

/**
 * The templates of docs/ci, played as the runners do: each script in a shell that ends at the first failure, in a clone with the
 * package that `npm run package` makes, installed by the template's own line.
 */
const root = join(import.meta.dirname, "../..");
const work = mkdtempSync(join(tmpdir(), "countersign-ci-"));
const clone = join(work, "clone");
const node = dirname(process.execPath);

const github = z
  .object({
    jobs: z.object({
      check: z.object({
        env: z.record(z.string(), z.string()),
        steps: z.array(
          z.object({ name: z.string().optional(), run: z.string().optional(), if: z.string().optional() }),
        ),
      }),
    }),
  })
  .parse(parse(readFileSync(join(root, "docs/ci/github.yml"), "utf8"))).jobs.check;

const gitlab = z
  .object({
    countersign: z.object({
      variables: z.record(z.string(), z.string()),
      before_script: z.array(z.string()),
      script: z.array(z.string()),
      artifacts: z.object({ reports: z.object({ codequality: z.string() }) }),
    }),
  })
  .parse(parse(readFileSync(join(root, "docs/ci/gitlab.yml"), "utf8"))).countersign;

let tarball = "";
let base = "";

const environment = (): Readonly<Record<string, string | undefined>> => ({
  ...process.env,
  PATH: [join(work, "global/bin"), node, process.env.PATH].join(delimiter),
  npm_config_prefix: join(work, "global"),
  NO_COLOR: "1",
});

const git = async (directory: string, ...args: readonly string[]): Promise<string> => {
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "-c", "init.defaultBranch=main"];
  const done = await runCommand("git", [...identity, ...args], { cwd: directory });
  expect(done, `git ${args.join(" ")}`).toMatchObject({ code: 0 });
  return done.stdout.trim();
};

const dag = (id: string): string =>
  `from airflow.sdk import DAG\nfrom airflow.providers.standard.operators.bash import BashOperator\n\nwith DAG("${id}", schedule=None):\n    BashOperator(task_id="say", bash_command="date")\n`;

/** GitHub runs `bash -e`, GitLab's runner `set -eo pipefail`. */
async function runScripts(scripts: readonly string[], more: Readonly<Record<string, string>>) {
  return runCommand("bash", ["-eo", "pipefail", "-c", scripts.join("\n")], {
    cwd: clone,
    env: { ...environment(), ...more },
  });
}

async function commitDag(name: string, text: string): Promise<void> {
  writeFileSync(join(clone, "dags", name), text);
  await git(clone, "add", "-A");
  await git(clone, "commit", "-qm", "Change");
}

beforeAll(async () => {
  const packed = await runCommand("npm", ["run", "package", "--silent", "--", "--pack-destination", work], {
    cwd: root,
  });
  expect(packed, "npm run package").toMatchObject({ code: 0 });
  tarball = join(work, readdirSync(work).find((file) => file.endsWith(".tgz")) ?? "");
  mkdirSync(join(work, "global/lib"), { recursive: true });

  const origin = join(work, "origin");
  mkdirSync(join(origin, "dags"), { recursive: true });
  await git(origin, "init", "-q", "-b", "main");
  writeFileSync(join(origin, "dags/live.py"), dag("live").replace('"say"', '"say", retries="zero'));
  await git(origin, "add", "-A");
  await git(origin, "commit", "-qm", "What is live, with a mistake of its own");
  base = await git(origin, "rev-parse", "HEAD");
  await git(work, "clone", "-q", origin, clone);
  await git(clone, "switch", "-qc", "change");
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe("the template for GitHub Actions", () => {
  const scriptOf = (name: string): string => github.steps.find((step) => step.name === name)?.run ?? "";
  const told = { GITHUB_BASE_REF: "main" };

  test("installs the package that it names", async () => {
    expect(github.env.COUNTERSIGN_PACKAGE).toBe(`countersign@${versionOf()}`);
    const installed = await runScripts([scriptOf("Install")], { COUNTERSIGN_PACKAGE: tarball });
    expect(installed).toMatchObject({ code: 0 });
    expect(existsSync(join(work, "global/bin/countersign"))).toBe(true);
  });

  test("is green where the change is, whatever was wrong before", async () => {
    await commitDag("good.py", dag("good"));
    expect(await runScripts([scriptOf("Check")], told)).toMatchObject({ code: 0, stdout: "\n" });
  });

  test("is red, with an annotation on the line, where the change brings a mistake; the report is written all the same", async () => {
    await commitDag("broken.py", "from airflow.sdk import DAG\n\nwith DAG('broken'\n    pass\n");
    const checked = await runScripts([scriptOf("Check")], told);
    expect(checked).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("::error file=dags/broken.py,line=3"),
    });
    expect(await runScripts([scriptOf("Report")], told)).toMatchObject({ code: 0 });
    const sarif = JSON.parse(readFileSync(join(clone, "countersign.sarif"), "utf8"));
    expect(sarif).toMatchObject({ version: "2.1.0" });
    rmSync(join(clone, "countersign.sarif"));
  });

  test("is red where the check itself cannot be done", async () => {
    const lost = { GITHUB_BASE_REF: "no-such-branch" };
    expect((await runScripts([scriptOf("Check")], lost)).code).toBe(2);
    expect((await runScripts([scriptOf("Report")], lost)).code).not.toBe(0);
    rmSync(join(clone, "countersign.sarif"), { force: true });
  });
});

describe("the template for GitLab CI", () => {
  const report = gitlab.artifacts.reports.codequality;
  const play = (more: Readonly<Record<string, string>>) => runScripts(gitlab.script, more);

  test("installs the package that it names", async () => {
    expect(gitlab.variables.COUNTERSIGN_PACKAGE).toBe(`countersign@${versionOf()}`);
    rmSync(join(work, "global/bin/countersign"));
    expect(await runScripts(gitlab.before_script, { COUNTERSIGN_PACKAGE: tarball })).toMatchObject({ code: 0 });
    expect(existsSync(join(work, "global/bin/countersign"))).toBe(true);
  });

  test("is red where the change brings a mistake, and leaves the report", async () => {
    const checked = await play({ CI_MERGE_REQUEST_DIFF_BASE_SHA: base });
    expect(checked).toMatchObject({ code: 1, stdout: expect.stringContaining("dags/broken.py:3") });
    const entries = JSON.parse(readFileSync(join(clone, report), "utf8"));
    expect(entries).toContainEqual(expect.objectContaining({ severity: "major", check_name: "SYN-001" }));
    rmSync(join(clone, report));
  });

  test("is green where the change is", async () => {
    await git(clone, "rm", "-q", "dags/broken.py");
    await git(clone, "commit", "-qm", "Taken back");
    expect(await play({ CI_MERGE_REQUEST_DIFF_BASE_SHA: base })).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(clone, report), "utf8"))).toEqual(expect.any(Array));
    rmSync(join(clone, report));
  });

  test("is red where the check itself cannot be done", async () => {
    const checked = await play({ CI_MERGE_REQUEST_DIFF_BASE_SHA: "0".repeat(40) });
    expect(checked.code).not.toBe(0);
    expect(checked.stderr).toContain("0000000");
  });
});

function versionOf(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8"))).version;
}
