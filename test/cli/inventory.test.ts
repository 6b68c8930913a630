import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readInventory } from "../../src/formats/inventory.ts";
import { runCountersign } from "../support/run-countersign.ts";

let base: string;
let venv: string;
let packages: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** A package as pip leaves it; its module must never be imported. */
function install(
  name: string,
  version: string,
  files: readonly string[],
  more: Readonly<Record<string, string>> = {},
): void {
  const info = `${name.replaceAll("-", "_")}-${version}.dist-info`;
  write(join(packages, info, "METADATA"), `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`);
  for (const [file, text] of Object.entries(more)) write(join(packages, info, file), text);
  for (const file of files) write(join(packages, file), "raise SystemExit('imported')\n");
  write(
    join(packages, info, "RECORD"),
    [...files, `${info}/METADATA`, `${info}/RECORD`].map((file) => `${file},,`).join("\n"),
  );
}

const operators = `
from typing import TYPE_CHECKING
from acme.base import BaseOperator as Base, helper
if TYPE_CHECKING:
    from acme.types import OnlyForTypes
try:
    from acme.fast import FastHook
except ImportError:
    FastHook = None
class AcmeOperator(Base):
    Inner = 1
    def execute(self):
        from acme.late import LateHook
raise SystemExit('imported')
`;

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "countersign-inventory-"));
  venv = join(base, "venv");
  execFileSync("python3", ["-m", "venv", "--without-pip", venv]);
  const [version = ""] = readdirSync(join(venv, "lib"));
  packages = join(venv, "lib", version, "site-packages");
  install("apache-airflow-core", "3.3.2", ["airflow/__init__.py", "airflow/models/__init__.py"]);
  install(
    "Acme-Provider",
    "1.0",
    ["airflow/providers/acme/__init__.py", "airflow/providers/acme/operators.py", "airflow/providers/acme/open.py"],
    {
      "entry_points.txt": "[apache_airflow_provider]\nprovider_info = acme:info\n",
    },
  );
  write(join(packages, "airflow", "providers", "acme", "operators.py"), operators);
  write(join(packages, "airflow", "providers", "acme", "open.py"), "from x import *\n");
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

test("packages, versions, modules and providers, and the same bytes twice", async () => {
  const first = await runCountersign(["inventory", "--python", "venv"], { cwd: base });
  expect({ status: first.status, stderr: first.stderr }).toEqual({ status: 0, stderr: "" });
  const reading = readInventory(first.stdout, "i.json");
  if (!("inventory" in reading)) throw new Error(JSON.stringify(reading));
  expect(reading.inventory).toMatchObject({
    packages: { "apache-airflow-core": "3.3.2", "acme-provider": "1.0" },
    providers: { "acme-provider": "1.0" },
    modules: {
      airflow: ["apache-airflow-core"],
      "airflow.models": ["apache-airflow-core"],
      "airflow.providers.acme": ["acme-provider"],
    },
    classes: {
      "airflow.providers.acme": [],
      "airflow.providers.acme.open": null,
      "airflow.providers.acme.operators": ["AcmeOperator", "Base", "FastHook"],
    },
  });
  const python = execFileSync(join(venv, "bin", "python"), ["-c", "import platform; print(platform.python_version())"]);
  expect(reading.inventory.python).toBe(String(python).trim());

  const again = await runCountersign(["inventory", "--python", "venv/bin/python", "--output", "i.json"], { cwd: base });
  expect(again.stdout).toBe("");
  expect(readFileSync(join(base, "i.json"), "utf8")).toBe(first.stdout);
});

test("the schema describes it", async () => {
  const { stdout } = await runCountersign(["inventory", "--python", "venv"], { cwd: base });
  const schema = readFileSync(new URL("../../docs/schemas/inventory.schema.json", import.meta.url), "utf8");
  const validate = new Ajv2020().compile(JSON.parse(schema));
  expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
});

test("the environment and the directory where one stands have no say in what Python loads", async () => {
  write(join(base, "trap", "json.py"), "raise SystemExit('imported')\n");
  write(join(base, "trap", "sitecustomize.py"), "raise SystemExit('imported')\n");
  const cwd = join(base, "trap");
  const ran = await runCountersign(["inventory", "--python", venv], {
    cwd,
    env: { PYTHONPATH: cwd, PYTHONSTARTUP: cwd },
  });
  expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: "" });
});

test("Python is started isolated, and gets nothing of the environment but where programs are", async () => {
  const wrapper = join(base, "python-wrapper");
  const real = join(venv, "bin", "python");
  const script = `#!/bin/sh\nprintf '%s\\n' "$1" "$2" > "${base}/seen"\nenv >> "${base}/seen"\nexec "${real}" "$@"\n`;
  writeFileSync(wrapper, script, { mode: 0o755 });
  const ran = await runCountersign(["inventory", "--python", wrapper], {
    cwd: base,
    env: { GITHUB_TOKEN: "of-the-forge" },
  });
  expect(ran.status).toBe(0);
  const [first, second, ...variables] = readFileSync(join(base, "seen"), "utf8").trim().split("\n");
  expect([first, second]).toEqual(["-I", "-c"]);
  const names = variables.map((line) => line.split("=", 1)[0]);
  expect(names.filter((name) => !["PWD", "OLDPWD", "SHLVL", "_"].includes(name ?? ""))).toEqual(["PATH"]); // the others are the shell's own
});

test("what it wrote is what `check` holds imports against", async () => {
  mkdirSync(join(base, "repo"));
  await runCountersign(["inventory", "--python", "venv", "--output", "repo/i.json"], { cwd: base });
  write(
    join(base, "repo", "node.yml"),
    "node: n\ninventory: i.json\ncontrollers: [{ github: { login: ben, id: 2 } }]\n",
  );
  const imports = ["json", "airflow.models", "airflow.providers.acme.hooks", "airflow.providers.http.hooks", "polars"];
  write(
    join(base, "repo", "dags", "a.py"),
    `${imports.map((name) => `import ${name} as x\n`).join("")}# a dag of airflow\n`,
  );
  const ran = await runCountersign(["check", "--node", "node.yml", "--format", "json", "dags"], {
    cwd: join(base, "repo"),
  });
  const { findings } = JSON.parse(ran.stdout) as { findings: { rule: string; span: { start: { line: number } } }[] };
  const found = findings.filter(({ rule }) => rule.startsWith("DEP-"));
  expect(found.map(({ rule, span }) => [rule, span.start.line])).toEqual([
    ["DEP-016", 3],
    ["DEP-004", 4],
    ["DEP-001", 5],
  ]);
  expect(ran.status).toBe(1);

  rmSync(join(base, "repo", "i.json"));
  const gone = await runCountersign(["check", "--node", "node.yml", "dags"], { cwd: join(base, "repo") });
  expect(gone).toMatchObject({ status: 2, stderr: expect.stringContaining("countersign inventory") });
});

test("directories on Python's path", async () => {
  write(join(base, "plugins", "acme_common", "__init__.py"), "");
  write(join(base, "plugins", "acme_tools.py"), "");
  write(join(base, "plugins", "notes", "README.txt"), "");
  const ran = await runCountersign(["inventory", "--python", venv, "--path", "plugins"], { cwd: base });
  expect(JSON.parse(ran.stdout)).toMatchObject({ modules: ["acme_common", "acme_tools"] });
});

test("the queues of worker pools, from the values of Airflow's chart", async () => {
  write(join(base, "values.yaml"), "workers: { celery: { sets: [{ name: gpu, queue: gpu }] } }\n");
  const ran = await runCountersign(["inventory", "--python", venv, "--values", "values.yaml"], { cwd: base });
  expect(JSON.parse(ran.stdout)).toMatchObject({ queues: ["default", "gpu"] });
  const gone = await runCountersign(["inventory", "--python", venv, "--values", "gone.yaml"], { cwd: base });
  expect(gone).toMatchObject({ status: 2, stderr: expect.stringContaining("gone.yaml") });
});

test("the DAGs of a live directory, with the repositories that the node's file gives its namespaces", async () => {
  const dag = (id: string): string => `from airflow.sdk import DAG\nwith DAG("${id}"):\n    pass\n`;
  write(join(base, "live", ".countersign", "study", "slots", "a", "dags", "one.py"), dag("one"));
  symlinkSync(join(".countersign", "study", "slots", "a"), join(base, "live", "study"));
  write(join(base, "live", "loose.py"), `${dag("loose")}import os\nDAG(os.environ["X"])\n`);
  write(join(base, "live", "other", "deep", "two.py"), dag("two"));
  write(join(base, "live", "other", "helper.py"), "x = 1\n");
  const wanted = 'Pandas>=2,<3\nrequests\npolars==1; python_version < "3"\n';
  write(join(base, "live", ".countersign", "study", "slots", "a", "requirements.txt"), wanted);
  write(join(base, "live", ".countersign", "study", "slots", "a", "constraints.txt"), "pyarrow<20\n");
  write(join(base, "live", "other", "requirements.txt"), "pandas==1.5.3\n");
  write(
    join(base, "countersign.node.yml"),
    'node: london\ncontrollers: [{ github: { login: ben, id: 2 } }]\nrepositories: [{ name: acme/study, url: "https://github.com/acme/study" }]\n',
  );
  const ran = await runCountersign(
    ["inventory", "--python", venv, "--dags", "live", "--node", "countersign.node.yml"],
    { cwd: base },
  );
  expect(JSON.parse(ran.stdout)).toMatchObject({
    dags: [
      { dag_id: "loose", path: "loose.py" },
      { dag_id: "one", path: "dags/one.py", repository: "acme/study" },
      { dag_id: "two", path: "other/deep/two.py" },
    ],
    requirements: [{ name: "pandas", specifier: ">=2,<3", repository: "acme/study", path: "requirements.txt" }],
  });
  expect(ran.stderr).toContain("loose.py");
});

test.each([
  [["--python", "venv", "--output", "gone/i.json"], "gone/i.json is no place for a file"],
  [["--python", "nowhere/python"], "There is no `nowhere/python`"],
  [["--python", "/bin/false"], "/bin/false could not be asked for its packages"],
  [["--python", "no-such-python-anywhere"], "no-such-python-anywhere could not be asked"],
])("%j is refused", async (flags, message) => {
  const ran = await runCountersign(["inventory", ...flags], { cwd: base });
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain(message);
});

test("a Python with neither Airflow nor Dagster is told", async () => {
  execFileSync("python3", ["-m", "venv", "--without-pip", join(base, "bare")]);
  const ran = await runCountersign(["inventory", "--python", "bare"], { cwd: base });
  expect(ran).toMatchObject({ status: 0, stderr: expect.stringContaining("neither Airflow nor Dagster") });
});
