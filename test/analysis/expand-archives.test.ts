import { describe, expect, test } from "vitest";
import { answerWants } from "../../src/analysis/answer-wants.ts";
import { filesAtHand } from "../../src/analysis/files-beside.ts";
import { inspectWith } from "../../src/analysis/inspect-with.ts";
import { loadPythonTools } from "../../src/analysis/python-tools.ts";
import { runFileTask } from "../../src/analysis/run-file-task.ts";
import { makeZip } from "../support/make-zip.ts";
import { inspectTexts } from "./inspect-texts.ts";

const tools = await loadPythonTools();
const bytes = (text: string) => new TextEncoder().encode(text);

type Texts = Readonly<Record<string, string | Uint8Array>>;
const zipOf = (files: Texts) => makeZip(Object.entries(files).map(([name, content]) => ({ name, content })));

/** What is said of an archive among the DAGs, as it was (`null`: it was not there) and as it is. */
async function told(
  before: Uint8Array | null,
  after: Uint8Array | null,
  others: Readonly<Record<string, string>> = {},
  path = "dags/a.zip",
) {
  const listed = Object.entries(others).map(([name, text]) => ({ path: name, content: bytes(text) }));
  const was = before === null ? null : { path, content: before };
  const input = {
    files: after === null ? [] : [{ path, kind: "dag", content: after, changedLines: null, before: was }],
    removed: after === null && was !== null ? [{ ...was, kind: "dag" }] : [],
    context: [],
    python: "3.12",
    roots: ["", "dags"],
    severities: { DAG: "off" as const },
    today: "2026-11-20",
    known: { tree: [path, ...Object.keys(others)].map((name) => ({ path: name, mode: "100644", size: null })) },
  };
  const pool = answerWants({ run: (task, ask) => runFileTask(task, tools, ask) });
  const { findings, unread, consequences } = await inspectWith(input, pool, filesAtHand(listed));
  const items = consequences?.items.map(({ kind, name, path: where }) => `${kind} ${name} ${where}`) ?? [];
  return { items, findings: findings.map((one) => `${one.rule} ${one.path}:${one.span.start.line}`), unread };
}

const dag = (id: string, head = "") =>
  `${head}from airflow.sdk import DAG\nwith DAG(${id}, schedule=None):\n    pass\n`;
const secret = 'password = "9f86d081884c7d65"\n';

describe("an archive among the DAGs", () => {
  test("has the DAGs of the modules at its top, which import what else is in it", async () => {
    const zip = zipOf({
      "a.py": dag("ID", "from lib.ids import ID\n"),
      "lib/__init__.py": "",
      "lib/ids.py": 'ID = "one"\n',
      "lib/b.py": dag('"hidden"'),
      "notes.txt": "x",
    });
    expect(await told(null, zip)).toEqual({ items: ["dag-added one dags/a.zip/a.py"], findings: [], unread: [] });
  });

  test("is read wholly, whatever Airflow takes of it", async () => {
    const zip = zipOf({ "a.py": dag('"one"'), "lib/b.py": `x = 1\n${secret}`, "x.cfg": "key=AKIAIOSFODNN7EXAMPL2\n" });
    const found = await told(null, zip, { "dags/.airflowignore": "a.zip\n" });
    expect(found).toMatchObject({ items: [], unread: [] });
    expect(found.findings).toContain("SEC-001 dags/a.zip/lib/b.py:2");
    expect((await told(null, zip)).items).toEqual(["dag-added one dags/a.zip/a.py"]);
  });

  test("is compared with what it was, file by file", async () => {
    const before = zipOf({ "a.py": dag('"one"'), "b.py": dag('"two"'), "c.py": `${dag('"three"')}${secret}` });
    const after = zipOf({ "a.py": dag('"uno"'), "c.py": `${dag('"three"')}${secret}` });
    expect((await told(before, after)).items).toEqual([
      "dag-removed one dags/a.zip/a.py",
      "dag-removed two dags/a.zip/b.py",
      "dag-added uno dags/a.zip/a.py",
    ]);
    expect((await told(before, null)).items).toHaveLength(3);
  });

  test("that cannot be looked into is a failure, and so is what cannot be in it", async () => {
    const bomb = zipOf({ "a.py": new Uint8Array(4_000_000) });
    expect((await told(null, bomb)).unread).toEqual([
      { path: "dags/a.zip", reason: expect.stringContaining("the archive unpacks to more than") },
    ]);
    expect((await told(null, bytes("PK\x03\x04"))).unread).toHaveLength(1);
    const compiled = zipOf({ "a.pyc": Uint8Array.of(0xcb, 0x0d, 0x0d, 0x0a, 0, 0, 0, 0), "inner.zip": zipOf({}) });
    const found = await told(null, compiled);
    expect(found.unread.map(({ path }) => path)).toEqual(["dags/a.zip/a.pyc", "dags/a.zip/inner.zip"]);
  });

  test("is one by its content, under any name but that of a Python source, and that is told", async () => {
    const zip = zipOf({ "a.py": dag('"one"'), "lib/b.py": `x = 1\n${secret}` });
    const found = await told(null, zip, {}, "dags/lookup.dat");
    expect(found).toMatchObject({ items: ["dag-added one dags/lookup.dat/a.py"], unread: [] });
    expect(found.findings).toContain("SEC-001 dags/lookup.dat/lib/b.py:2");
    expect(found.findings).toContain("SEC-034 dags/lookup.dat:1");
    expect((await told(zip, zip, {}, "dags/lookup.dat")).findings).toContain("SEC-034 dags/lookup.dat:1");
    expect((await told(null, zip)).findings.join()).not.toContain("SEC-034");
    expect((await told(null, zip, {}, "dags/a.py")).findings.join()).not.toContain("SEC-034");
    const native = await told(null, zip, {}, "dags/a.so"); // which Python would also load as it is
    expect(native.unread.map(({ path }) => path)).toEqual(["dags/a.so"]);
  });

  test("whose name does not say so has nothing before its files or behind them", async () => {
    const file = { name: "a.py", content: dag('"one"') };
    for (const how of [{ before: "a: b\n" }, { comment: "x" }]) {
      const { unread, items } = await told(null, makeZip([file], how), {}, "dags/pod.yaml");
      expect({ unread, items }).toMatchObject({
        unread: "before" in how ? [{ path: "dags/pod.yaml" }] : [],
        items: "before" in how ? [] : ["dag-added one dags/pod.yaml/a.py"],
      });
    }
  });
});

describe("an archive around what is checked", () => {
  const text =
    "from airflow.sdk import DAG\nfrom airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator\n" +
    'with DAG("first", schedule=None):\n    TriggerDagRunOperator(task_id="next", trigger_dag_id="one")\n';
  const beside = async (archive: Uint8Array) => {
    const inspection = await inspectTexts({
      files: [{ path: "dags/first.py", text }],
      context: [{ path: "dags/a.zip", text: archive }],
      known: { inventory: { python: "3.12.4", packages: {}, providers: {}, modules: {}, opaque: [], dags: [] } },
    });
    const { findings, indeterminate, filesInspected } = inspection;
    expect(filesInspected).toBe(1);
    return [...findings, ...indeterminate].filter(({ rule }) => /^(IDN|DAG)/.test(rule)).map((one) => one.rule);
  };

  test("has DAGs that are known, as its modules import from each other", async () => {
    const names = { "names/__init__.py": "", "names/ids.py": 'ID = "one"\n' };
    expect(await beside(zipOf({ "a.py": dag("ID", "from names.ids import ID\n"), ...names }))).toEqual([]);
    expect(await beside(zipOf({ "lib/a.py": dag('"one"') }))).toEqual(["DAG-010"]);
    expect(await beside(zipOf({ "a.py": dag('"first"'), "b.py": dag('"one"') }))).toEqual(["IDN-002"]);
  });

  test("may have any DAG where it cannot be looked into", async () => {
    for (const closed of [bytes("PK"), zipOf({ "a.pyc": Uint8Array.of(0xcb, 0x0d, 0x0d, 0x0a) })]) {
      const inspection = await inspectTexts({
        files: [{ path: "dags/first.py", text }],
        context: [{ path: "dags/a.zip", text: closed }],
      });
      expect(inspection.indeterminate.map(({ reason }) => reason)).toContainEqual(
        expect.stringContaining("in dags/a.zip, the archive has"),
      );
      expect(inspection.unread).toEqual([]);
    }
  });
});
