import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeZip } from "../support/make-zip.ts";
import { runCli } from "../support/run-cli.ts";

const schema = (name: string) =>
  new Ajv2020().compile(
    JSON.parse(readFileSync(new URL(`../../docs/schemas/${name}.schema.json`, import.meta.url), "utf8")),
  );

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "countersign-check-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function git(...args: readonly string[]): void {
  const identity = ["-c", "user.name=ada", "-c", "user.email=ada@example.com"];
  execFileSync("git", [...identity, ...args], { cwd: root, stdio: "ignore" });
}

function commitAll(): void {
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("commit", "--quiet", "--message", "first");
}

const check = (args: readonly string[] = [], cwd = ".") =>
  runCli(["check", ...args], { cwd: join(root, cwd), env: { NO_COLOR: "1" } });

async function checkJson(args: readonly string[] = [], cwd = ".") {
  const { stdout, status } = await check([...args, "--format", "json"], cwd);
  const json = JSON.parse(stdout);
  const validate = schema("check");
  expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
  expect(json.ok).toBe(status === 0);
  return { status, json, rules: json.findings.map((one: { rule: string; path: string }) => `${one.rule} ${one.path}`) };
}

const dag = `from airflow.sdk import DAG, Param, task

with DAG("acme_cohort", schedule=None, params={"min_age": Param(18, type="integer")}):
    @task
    def load(): ...

    load()
`;
const job = (parameter: string) => `version: 1
title: Cohort size by region
engine: { airflow: { dag_id: acme_cohort } }
parameters: { ${parameter}: 18 }
outputs: [{ path: counts.csv, kind: table }]
purpose: Service evaluation
`;

describe("a tree", () => {
  test("that is good: 0", async () => {
    write("dags/cohort.py", dag);
    write("jobs/a.yml", job("min_age"));
    const { status, json } = await checkJson();
    expect(status).toBe(0);
    expect(json).toMatchObject({ version: 1, findings: [], indeterminate: [], unread: [], filesInspected: 2 });
  });

  test("with findings: 1, each with its place, remedy and source line", async () => {
    write("dags/cohort.py", dag);
    write("jobs/a.yml", job("min_aeg"));
    const { status, stdout } = await check();
    expect(status).toBe(1);
    expect(
      stdout,
    ).toBe(`jobs/a.yml:4:15: error[JOB-002]: The DAG \`acme_cohort\` has no parameter \`min_aeg\`. Did you mean \`min_age\`?
  |
4 | parameters: { min_aeg: 18 }
  |               ^^^^^^^
  = Use one of its parameters: \`min_age\`.

1 error in 2 files.
`);
  });

  test("that is empty: 0, and says so", async () => {
    expect(await check()).toMatchObject({ status: 0, stdout: "There was nothing to check.\n" });
  });

  test("in git: what .gitignore names is left out, new files are not, nor are files that were removed", async () => {
    write(".gitignore", "/dags/generated/\n");
    write("dags/generated/a.py", "x = = 1\n");
    write("dags/gone.py", "x = = 1\n");
    commitAll();
    rmSync(join(root, "dags/gone.py"));
    write("dags/new.py", "x = = 1\n");
    expect((await checkJson()).rules).toEqual(["SYN-001 dags/new.py"]);
  });

  test("from a subdirectory: kinds and paths are those of the repository, and the text shows where you stand", async () => {
    write("dags/a.py", "x = = 1\n");
    write("dags/team/b.py", "x = = 1\n");
    commitAll();
    expect((await checkJson([], "dags/team")).rules).toEqual(["SYN-001 dags/team/b.py"]);
    expect((await check([], "dags/team")).stdout).toMatch(/^b\.py:1:5: error\[SYN-001\]/);
    expect((await check(["../a.py"], "dags/team")).stdout).toMatch(/^\.\.\/a\.py:1:5: /);
  });

  test("without git: packages and caches are left out", async () => {
    write("dags/.venv/a.py", "x = = 1\n");
    write("dags/__pycache__/a.py", "x = = 1\n");
    write("dags/a.py", "x = = 1\n");
    expect((await checkJson()).rules).toEqual(["SYN-001 dags/a.py"]);
  });

  test("without git: a folder that is named is what its name says", async () => {
    write("dags/a.py", "x = = 1\n");
    write("dags/team/b.py", "x = = 1\n");
    expect((await checkJson(["dags"])).rules).toEqual(["SYN-001 a.py", "SYN-001 team/b.py"]);
    expect(await check(["dags"])).toMatchObject({ status: 1, stdout: expect.stringContaining("dags/a.py:1") });
  });

  test("a job request alone is checked against the DAGs of its repository", async () => {
    write("dags/cohort.py", dag);
    write("jobs/a.yml", job("min_aeg"));
    commitAll();
    expect((await checkJson(["jobs/a.yml"])).rules).toEqual(["JOB-002 jobs/a.yml"]);
  });

  test("names that need quoting, anywhere", async () => {
    write('dags/a "b" ü\t.py', "x = = 1\n");
    write("dags/[x].py", "x = = 1\n");
    commitAll();
    expect((await checkJson()).rules).toEqual(["SYN-001 dags/[x].py", 'SYN-001 dags/a "b" ü\t.py'].sort());
    expect((await checkJson(["dags/[x].py"])).rules).toEqual(["SYN-001 dags/[x].py"]);
  });
});

test("what a DAG file imports and reads is looked into, on this disk", async () => {
  write("common/ids.py", 'DAG_ID = "acme_cohort"\n');
  write("dags/settings.yaml", "age: min_age\n");
  write(
    "dags/a.py",
    `from pathlib import Path\nimport yaml\nfrom airflow.sdk import DAG, Param\nfrom common.ids import DAG_ID
AGE = yaml.safe_load((Path(__file__).parent / "settings.yaml").read_text())["age"]
with DAG(DAG_ID, schedule=None, params={AGE: Param(18, type="integer")}):\n    pass\n`,
  );
  write("jobs/a.yml", job("min_aeg"));
  expect((await checkJson(["jobs/a.yml"])).rules).toEqual([]); // nothing is known of other files
  commitAll();
  expect((await checkJson(["jobs/a.yml"])).rules).toEqual(["JOB-002 jobs/a.yml"]);
  expect((await checkJson(["--select", "JOB"])).rules).toEqual(["JOB-002 jobs/a.yml"]);
});

test("what .airflowignore names is checked all the same: a plugin or another DAG can load it", async () => {
  write(".airflowignore", "hidden\n.*\n");
  write("dags/.airflowignore", "*\n");
  write("dags/hidden/a.py", 'password = "hunter2hunter2"\n');
  write("plugins/run.sh", "export AWS_KEY=AKIAIOSFODNN7EXAMPL2\n");
  expect((await checkJson()).rules).toEqual(["SEC-001 dags/hidden/a.py", "SEC-001 plugins/run.sh"]);
});

describe("a file that cannot be read is a failure", () => {
  test("too large", async () => {
    write("dags/a.py", "#".repeat(5 * 1024 * 1024 + 1));
    const { status, json } = await checkJson();
    expect(status).toBe(1);
    expect(json.unread).toEqual([{ path: "dags/a.py", reason: "it has 5.0 MB; at most 5 MB are read" }]);
  });

  test("an archive or a compiled module among the DAGs, which Python would load", async () => {
    write("dags/packed.zip", "PK\0\0");
    write("dags/lib/helper.cpython-312.pyc", "\0\0");
    write("plugins/fast.so", "\0ELF");
    write("docs/notes.zip", "PK\0\0");
    const { status, json } = await checkJson();
    expect(status).toBe(1);
    expect(json.unread.map(({ path }: { path: string }) => path)).toEqual([
      "dags/lib/helper.cpython-312.pyc",
      "dags/packed.zip",
      "plugins/fast.so",
    ]);
  });

  test("an archive among the DAGs whose name does not say so", async () => {
    const zip = makeZip([{ name: "evil.py", content: 'password = "hunter2hunter2"\n' }]);
    const large = Buffer.alloc(5 * 1024 * 1024, "1,2\n");
    write("dags/lookup.dat", zip);
    write("dags/large.dat", Buffer.concat([large, zip]));
    write("dags/large.csv", Buffer.concat([large, large]));
    write("dags/before.yaml", Buffer.concat([Buffer.from("a: b\n"), zip]));
    write("docs/lookup.dat", zip);
    const { status, json, rules } = await checkJson();
    expect(status).toBe(1);
    expect(rules).toEqual(["SEC-034 dags/before.yaml", "SEC-034 dags/lookup.dat", "SEC-001 dags/lookup.dat/evil.py"]);
    expect(json.unread.map(({ path }: { path: string }) => path)).toEqual(["dags/before.yaml", "dags/large.dat"]);
  });

  test("a symbolic link", async () => {
    write("outside.txt", "x");
    write("dags/a.py", "x = 1\n");
    symlinkSync("../outside.txt", join(root, "dags/b.py"));
    expect((await checkJson()).json.unread).toEqual([
      { path: "dags/b.py", reason: expect.stringContaining("symbolic link") },
    ]);
  });

  test("a symbolic link in the place of a folder with such files, in git and outside of it", async () => {
    write("lib/a.py", "x = 1\n");
    symlinkSync("lib", join(root, "dags"));
    symlinkSync("lib", join(root, "notes"));
    const links = [{ path: "dags", reason: expect.stringContaining("symbolic link") }];
    expect((await checkJson()).json.unread).toEqual(links);
    expect((await checkJson(["dags"])).json.unread).toEqual(links);
    commitAll();
    expect(await checkJson()).toMatchObject({ status: 1, json: { unread: links } });
    expect((await checkJson(["notes"])).json.unread).toEqual([]);
  });

  test("a symbolic link below the folder that is given, outside of git", async () => {
    write("dags/lib/a.py", "x = 1\n");
    symlinkSync("lib", join(root, "dags/more"));
    expect((await checkJson(["dags"])).json.unread).toEqual([
      { path: "more", reason: expect.stringContaining("symbolic link") },
    ]);
  });
});

describe("submodules and links of a tree, told as of a change", () => {
  const submodule = (path: string) => git("update-index", "--add", "--cacheinfo", `160000,${"a".repeat(40)},${path}`);

  test("a submodule is a finding; where files that must be read could be below it, it is unread, too", async () => {
    write("dags/a.py", "x = 1\n");
    commitAll();
    submodule("vendor/library");
    submodule("dags/shared");
    for (const path of ["vendor/library", "dags/shared"]) mkdirSync(join(root, path), { recursive: true }); // as git leaves them
    const wanted = { status: 1, rules: ["HYG-009 dags/shared", "HYG-009 vendor/library"] };
    const unread = [{ path: "dags/shared", reason: "it is a submodule; put the file itself there" }];
    expect(await checkJson()).toMatchObject({ ...wanted, json: { unread } });
    expect(await checkJson(["dags"])).toMatchObject({ rules: ["HYG-009 dags/shared"], json: { unread } });
    git("commit", "--quiet", "--message", "submodules");
    expect(await checkJson(["--base", "main~1"])).toMatchObject({ ...wanted, json: { unread } });
  });

  test("a link that leaves the repository is a finding, also outside of git; one that stays is none", async () => {
    write("docs/a.md", "x\n");
    symlinkSync("../../elsewhere", join(root, "docs/out"));
    symlinkSync("a.md", join(root, "docs/in"));
    expect((await checkJson()).rules).toEqual(["HYG-011 docs/out"]);
    commitAll();
    expect(await checkJson()).toMatchObject({ status: 1, rules: ["HYG-011 docs/out"], json: { unread: [] } });
  });
});

describe("--base: what changed since", () => {
  beforeEach(() => {
    write("dags/a.py", 'password = "hunter2hunter2"\nx = 1\n');
    write("dags/untouched.py", "x = = 1\n");
    write("jobs/a.yml", job("x"));
    commitAll();
    git("switch", "--quiet", "--create", "change");
  });

  test("DAG files that import or read what changed are compared, too", async () => {
    const reader = (head: string, id: string) =>
      `${head}\nfrom airflow.sdk import DAG\nwith DAG(${id}, schedule=None):\n    pass\n`;
    write("common/__init__.py", "");
    write("common/ids.py", 'ID = "one"\n');
    write("dags/b.py", reader("from common.ids import ID", "ID"));
    write("dags/c.py", reader("", '"ids"'));
    write("dags/hidden.py", reader("", '"hidden"'));
    git("add", "--all");
    git("commit", "--quiet", "--message", "more");
    write("common/ids.py", 'ID = "two"\n');
    write("dags/.airflowignore", "hidden.py\n");
    const { json } = await checkJson(["--base", "HEAD"]);
    const said = json.consequences.items.map((one: { kind: string; name: string }) => `${one.kind} ${one.name}`);
    expect(said).toEqual(["dag-removed hidden", "dag-removed one", "dag-added two"]);
    expect(json.findings).toEqual([]);
  });

  test("findings on unchanged lines are marked and do not count", async () => {
    write("dags/a.py", 'password = "hunter2hunter2"\nx = 2\n');
    const { status, json } = await checkJson(["--base", "main"]);
    expect(status).toBe(0);
    expect(json.findings).toMatchObject([{ rule: "SEC-001", new: false }]);
    expect(json.filesInspected).toBe(1);
  });

  test("those on changed lines count, also when committed, and in new files", async () => {
    write("dags/a.py", 'password = "hunter2hunter2"\nx = 2\ntoken = "9f86d081884c7d65"\n');
    git("commit", "--quiet", "--all", "--message", "second");
    write("dags/new.py", "x = = 1\n");
    const { status, json } = await checkJson(["--base", "main"]);
    expect(status).toBe(1);
    expect(json.findings.map((one: { path: string; new: boolean }) => [one.path, one.new])).toEqual([
      ["dags/a.py", false],
      ["dags/a.py", true],
      ["dags/new.py", true],
    ]);
  });

  test("what came to main meanwhile is no part of the change", async () => {
    write("dags/mine.py", "x = = 1\n");
    git("add", "--all");
    git("commit", "--quiet", "--message", "mine");
    git("switch", "--quiet", "main");
    write("dags/theirs.py", "x = = 1\n");
    git("add", "--all");
    git("commit", "--quiet", "--message", "theirs");
    git("switch", "--quiet", "change");
    expect((await checkJson(["--base", "main"])).rules).toEqual(["SYN-001 dags/mine.py"]);
  });

  test("a removed line of a job request is a change of it", async () => {
    write("jobs/a.yml", job("x").replace(/purpose: .*\n/, ""));
    const { status, rules } = await checkJson(["--base", "main"]);
    expect(status).toBe(1);
    expect(rules).toContain("JOB-001 jobs/a.yml");
  });

  test("a place where lines were only removed has no new line, also within a finding of several lines", async () => {
    const secret = (...lines: readonly string[]) =>
      ['key = """-----BEGIN RSA PRIVATE KEY-----', ...lines, '-----END RSA PRIVATE KEY-----"""', ""].join("\n");
    const [first, second, third] = ["a", "b", "c"].map((letter) => `MIIEpAIBAAKCAQEA${letter.repeat(48)}`);
    write("dags/b.py", secret(`${first}`, `${second}`, `${third}`));
    git("add", "--all");
    git("commit", "--quiet", "--message", "a key");
    write("dags/b.py", secret(`${first}`, `${third}`));
    const { status, json } = await checkJson(["--base", "HEAD"]);
    expect(json.findings).toMatchObject([{ rule: "SEC-001", path: "dags/b.py", new: false }]);
    expect(status).toBe(0);
  });

  test("what moved to another line or file was there before; what the change causes elsewhere is new", async () => {
    const filler = Array.from({ length: 20 }, (_, index) => `x${index} = ${index}\n`).join("");
    write("dags/old.py", `import os\npassword = "hunter2hunter2"\n${filler}print(os.name)\n`);
    commitAll();
    git("mv", "dags/old.py", "dags/moved.py");
    write("dags/moved.py", `# moved\n\npassword = "hunter2hunter2"\n${filler}print(os.name)\n`);
    const { json } = await checkJson(["--base", "HEAD"]);
    expect(json.findings.map((one: { rule: string; new: boolean }) => [one.rule, one.new])).toEqual([
      ["SEC-001", false],
      ["F821", true],
    ]);
  });

  test("a comment silences with a reason, which is told", async () => {
    write("dags/new.py", "def f(a):\n    return eval(a)  # noqa: S307 -- only constants come here\n");
    const { status, json } = await checkJson(["--base", "main"]);
    expect(status).toBe(0);
    expect(json.findings).toEqual([]);
    expect(json.suppressed).toMatchObject([{ rule: "S307", new: true, reason: "only constants come here" }]);
  });

  test("of part of the tree", async () => {
    write("dags/new.py", "x = = 1\n");
    write("jobs/b.yml", "x: 1\n");
    expect((await checkJson(["--base", "main", "dags"])).rules).toEqual(["SYN-001 dags/new.py"]);
  });

  test.each(["nope", "--all", ""])("%j: 2 and a message", async (ref) => {
    expect(await check([`--base=${ref}`])).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("There is no"),
    });
  });

  test("outside of git: 2", async () => {
    rmSync(join(root, ".git"), { recursive: true });
    expect(await check(["--base", "main"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("needs a git repository"),
    });
  });
});

describe("kinds, policy, node", () => {
  test("a Python file that is named is a DAG, unless --kind says otherwise", async () => {
    write("lib/a.py", "x = = 1\n");
    expect((await checkJson()).rules).toEqual([]);
    expect((await checkJson(["lib/a.py"])).rules).toEqual(["SYN-001 lib/a.py"]);
    expect((await checkJson(["lib/a.py", "--kind", "other"])).rules).toEqual([]);
  });

  test("DAGs that stand where none are looked for are no silence", async () => {
    write("flows/a.py", dag);
    expect((await checkJson()).rules).toEqual(["DAG-031 flows/a.py"]);
    expect((await checkJson(["--kind", "dag"])).rules).toEqual([]);
  });

  test("kinds that the policy leaves out are no silence, where there are files of them", async () => {
    const note = "note: the policy's `kinds` leave out `result`, so no rule for it looks at ";
    write("dags/a.py", dag);
    write(".countersign.yml", 'version: 1\nkinds: { dag: "dags/**" }\n');
    expect((await check()).stderr).toBe("");
    write("out/a.dvc", "outs: []\n");
    expect((await check()).stderr).toBe(
      `${note}${join("out", "a.dvc")} or its like. Give \`result\` globs there, such as "results/**/*.dvc", "results/**/dvc.lock".\n`,
    );
    write("jobs/a.yml", job("min_age"));
    expect((await check()).stderr).toContain(`leave out \`job\`, so no rule for it looks at ${join("jobs", "a.yml")}`);
    expect((await check(["--kind", "dag"])).stderr).toBe("");
    write(".countersign.yml", 'version: 1\nkinds: { dag: "dags/**", job: "jobs/*", result: "out/*" }\n');
    expect((await check()).stderr).toBe("");
  });

  test("--kind", async () => {
    write("requests/a.yml", "x: 1\n");
    expect(await check(["requests/a.yml"])).toMatchObject({ status: 0, stderr: expect.stringContaining("of no kind") });
    expect((await checkJson(["requests/a.yml", "--kind", "job"])).rules).toContain("JOB-001 requests/a.yml");
    expect(await check(["--kind", "jobs"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("Did you mean `job`?"),
    });
  });

  test("the policy's kinds and rules, the repository's own or --policy", async () => {
    write("flows/a.py", 'x = = 1\npassword = "hunter2hunter2"\n');
    write(".countersign.yml", 'version: 1\nkinds: { dag: ["flows/**"] }\nrules: { SEC-001: warning }\n');
    write("other.yml", 'version: 1\nkinds: { dag: ["flows/**"] }\nrules: { SYN-001: off }\n');
    expect((await checkJson()).json.findings).toMatchObject([
      { rule: "SYN-001", severity: "error" },
      { rule: "SEC-001", severity: "warning" },
    ]);
    expect((await checkJson(["--policy", "other.yml"])).rules).toEqual(["SEC-001 flows/a.py"]);
  });

  test("a policy that is wrong: 2, with its line", async () => {
    write("p.yml", "version: 1\nrulez: {}\nrules: { XXX-001: off }\n");
    expect(await check(["--policy", "p.yml"])).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("p.yml:2:1: "),
    });
    expect(await check(["--policy", "nope.yml"])).toMatchObject({ status: 2 });
  });

  test("the node's Python", async () => {
    write("dags/a.py", "type X = int\n");
    write("node.yml", 'node: london\npython: "3.11"\ncontrollers: [{ github: { login: ben, id: 2 } }]\n');
    expect((await checkJson()).rules).toEqual([]);
    expect((await checkJson(["--node", "node.yml"])).rules).toEqual(["SYN-001 dags/a.py"]);
  });

  test("--select", async () => {
    write("dags/a.py", 'x = = 1\npassword = "hunter2hunter2"\n');
    expect((await checkJson(["--select", "SEC-001"])).rules).toEqual(["SEC-001 dags/a.py"]);
    expect((await checkJson(["--select", "sec-001,SYN-001"])).rules).toHaveLength(2);
    expect((await checkJson(["--select", "SYN"])).rules).toEqual(["SYN-001 dags/a.py"]);
    write("dags/a.py", "x = eval(input())\nassert x\n");
    write(".countersign.yml", "version: 1\nextends: code-repo\nrules: { S: { severity: error }, S101: off }\n");
    expect((await checkJson(["--select", "S"])).json.findings).toMatchObject([{ rule: "S307", severity: "error" }]);
    expect((await checkJson(["--select", "S101"])).rules).toEqual(["S101 dags/a.py"]);
    expect(await check(["--select", "SYN-01"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("Did you mean `SYN-001`?"),
    });
  });
});

describe("wrong usage", () => {
  test.each([
    ["a path that is not there", ["nope"], "There is no `nope`"],
    ["a format that is not there", ["--format", "xml"], "xml"],
    ["an option that is not there", ["--al"], "--al"],
  ])("%s: 2", async (_, args, message) => {
    expect(await check(args)).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining(message) });
  });
});

test("other formats are what their readers expect", async () => {
  write("dags/a.py", "x = = 1\n");
  expect(JSON.parse((await check(["--format", "sarif"])).stdout)).toMatchObject({
    version: "2.1.0",
    runs: [{ results: [{ ruleId: "SYN-001" }] }],
  });
  expect((await check(["--format", "github"])).stdout).toMatch(
    /^::error file=dags\/a\.py,line=1,endLine=1,col=5,endColumn=5,title=SYN-001/,
  );
  expect(JSON.parse((await check(["--format", "gitlab"])).stdout)).toMatchObject([
    { check_name: "SYN-001", severity: "major" },
  ]);
});
