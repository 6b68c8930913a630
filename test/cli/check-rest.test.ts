import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";
import { makeZip } from "../support/make-zip.ts";
import { runCli } from "../support/run-cli.ts";

vi.setConfig({ testTimeout: 120_000 });

const policy = `version: 1
kinds: { dag: ["dags/**/*.py"] }
people: { controllers: { users: [{ login: ben, id: 2 }] } }
otherwise: { require: { count: 1, from: controllers } }
`;
const dag = (id: string, body = 'EmptyOperator(task_id="one")') => `from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from common.ids import PREFIX

with DAG(PREFIX + "${id}", schedule=None):
    ${body}
`;
const triggers = (id: string) => `TriggerDagRunOperator(task_id="next", trigger_dag_id="${id}")`;

function setUp(others: number) {
  const repository = makeRepository(join(temporaryDirectory(), "work"));
  const many = Array.from({ length: others }, (_, index) => [`dags/more/d${index}.py`, dag(`more_${index}`)]);
  repository.commit({
    ".countersign.yml": policy,
    "common/__init__.py": "",
    "common/ids.py": 'PREFIX = "acme_"\n',
    "dags/load.py": dag("load"),
    "dags/start.py": dag("start", triggers("acme_load")),
    "dags/mine.py": dag("mine"),
    ...Object.fromEntries(many),
  });
  repository.git("checkout", "--quiet", "-b", "topic");
  return repository;
}

async function check(cwd: string) {
  const { stdout, stderr } = await runCli(["check", "--base", "main", "--format", "json"], { cwd });
  expect(stderr).toBe("");
  const { findings, indeterminate, consequences } = JSON.parse(stdout);
  return {
    findings: findings
      .map(({ rule, path }: { rule: string; path: string }) => `${rule} ${path}`)
      .filter((one: string) => !one.startsWith("F")), // what ruff says of the example does not matter
    open: indeterminate.map((one: { rule: string }) => one.rule),
    items: consequences.items.map((one: { kind: string; name: string; path: string }) => `${one.kind} ${one.name}`),
  };
}

test.each([
  ["few", 2],
  ["many", 22],
])("where a repository has %s DAG files, a change is held against all of them", async (_, others) => {
  const { directory, commit } = setUp(others);
  commit({ "dags/mine.py": dag("more_1", triggers("acme_more_0")) });
  expect(await check(directory)).toEqual({
    findings: ["IDN-002 dags/mine.py"],
    open: [],
    items: ["dag-removed acme_mine", "dag-added acme_more_1"],
  });
});

test.each([
  ["few", 2],
  ["many", 22],
])(
  "where a repository has %s DAG files, those in archives are known, until the change makes others",
  async (_, others) => {
    const { directory, commit, git } = setUp(others);
    const zipOf = (id: string, target: string) => makeZip([{ name: "a.py", content: dag(id, triggers(target)) }]);
    git("checkout", "--quiet", "main");
    commit({ "dags/a.zip": zipOf("zipped", "acme_load") });
    git("checkout", "--quiet", "-B", "topic");
    commit({ "dags/mine.py": dag("zipped"), "dags/load.py": null });
    expect(await check(directory)).toMatchObject({
      findings: ["IDN-008 dags/load.py", "IDN-002 dags/mine.py"],
      items: expect.arrayContaining(["points-nowhere acme_zipped"]),
    });
    commit({ "dags/a.zip": zipOf("other", "acme_more_1") });
    expect((await check(directory)).findings).toEqual(["IDN-008 dags/load.py"]);
  },
);

test("a dag_id that another repository of the node has is told, as the address of `origin` tells them apart", async () => {
  const { directory, commit, git } = setUp(0);
  const ofNode = (repository: string) => [{ dag_id: "acme_new", path: "dags/load.py", repository }];
  const inventory = { version: 1, python: "3.12.4", packages: [], dags: ofNode("acme/other") };
  commit({
    "dags/new.py": dag("new"),
    "inventory.json": JSON.stringify(inventory),
    "node.yml":
      'node: london\npython: "3.12"\ninventory: inventory.json\ncontrollers: [{ github: { login: ben, id: 2 } }]\n',
  });
  const told = async () => {
    const { stdout } = await runCli(["check", "--node", "node.yml", "--format", "json"], { cwd: directory });
    return JSON.parse(stdout)
      .findings.filter((one: { rule: string }) => one.rule === "IDN-005")
      .map((one: { path: string }) => one.path);
  };
  git("remote", "add", "origin", "https://forge.example.org/acme/study.git");
  expect(await told()).toEqual(["dags/new.py"]);
  git("remote", "set-url", "origin", "git@forge.example.org:acme/other.git");
  expect(await told()).toEqual([]);
});

describe("of many DAG files", () => {
  test("what a removed DAG leaves behind is told", async () => {
    const { directory, commit } = setUp(22);
    commit({ "dags/load.py": null });
    expect((await check(directory)).items).toEqual(["dag-removed acme_load", "points-nowhere acme_start"]);
  });

  test("a module that they import changes them", async () => {
    const { directory, commit } = setUp(22);
    commit({ "common/ids.py": 'PREFIX = "study_"\n' });
    expect((await check(directory)).items).toContain("dag-renamed study_load");
  });
});

test("what many DAG files hold is kept in git's own directory, and made anew when that is gone", async () => {
  const { directory, commit, git } = setUp(22);
  commit({ "dags/mine.py": dag("more_1") });
  const first = await check(directory);
  const kept = join(directory, ".git/countersign");
  expect(existsSync(kept)).toBe(true);
  expect(await check(directory)).toEqual(first);
  rmSync(kept, { recursive: true });
  expect(await check(directory)).toEqual(first);
  expect(git("status", "--porcelain")).toBe("");
  expect(readFileSync(join(directory, "dags/mine.py"), "utf8")).toContain("more_1");
});
