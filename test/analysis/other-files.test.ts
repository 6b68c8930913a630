import { pino } from "pino";
import { describe, expect, onTestFinished, test } from "vitest";
import { answerWants } from "../../src/analysis/answer-wants.ts";
import { type AskForFiles, type FilesBeside, filesAtHand } from "../../src/analysis/files-beside.ts";
import { inspectWith } from "../../src/analysis/inspect-with.ts";
import { createInspector, type InspectionInput } from "../../src/analysis/inspector.ts";
import { loadPythonTools } from "../../src/analysis/python-tools.ts";
import { runFileTask } from "../../src/analysis/run-file-task.ts";
import type { FileTask } from "../../src/analysis/worker-messages.ts";
import type { NodeInventory } from "../../src/domain/inventory.ts";
import type { NodeFacts } from "../../src/rules/subject.ts";

const tools = await loadPythonTools();
const bytes = (text: string) => new TextEncoder().encode(text);

type Texts = Readonly<Record<string, string>>;
const listed = (files: Texts) => Object.entries(files).map(([path, text]) => ({ path, content: bytes(text) }));

/** What is said of files that a change adds, in a repository that has others. */
function inputOf(added: Texts, around: Texts, more: Partial<InspectionInput> = {}): InspectionInput {
  return {
    files: listed(added).map((file) => ({ ...file, kind: "dag", changedLines: null, before: null })),
    context: [],
    python: "3.12",
    roots: ["", "dags"],
    severities: {},
    today: "2026-11-20",
    ...more,
    known: {
      tree: [...Object.keys(added), ...Object.keys(around)].map((path) => ({ path, mode: "100644", size: null })),
      ...more.known,
    },
  };
}

async function inspect(input: InspectionInput, beside: FilesBeside) {
  const asked: (readonly string[])[] = [];
  const run = (task: FileTask, ask: AskForFiles) => {
    const record: AskForFiles = (paths) => {
      asked.push(paths);
      return ask(paths);
    };
    return runFileTask(task, tools, record);
  };
  const { consequences } = await inspectWith(input, answerWants({ run }), beside);
  if (consequences === undefined) throw new Error("there are none");
  const { items, unclear, planned } = consequences;
  const dags = items.filter(({ kind }) => kind === "dag-added").map(({ name }) => name);
  return { dags, unclear: unclear.map(({ path, reason }) => `${path}: ${reason}`), planned, asked };
}

const dag = (head: string, id = "ID") =>
  `${head}\nfrom airflow.sdk import DAG\nfrom airflow.providers.standard.operators.empty import EmptyOperator\n` +
  `with DAG(${id}, schedule=None):\n    EmptyOperator(task_id="one")\n`;

describe("what a DAG file imports and reads is known", () => {
  test.each<[string, string, Texts, string]>([
    ["a constant of a module", dag("from common.ids import ID"), { "common/ids.py": 'ID = "a"' }, "a"],
    [
      "of a module that imports it from another, by a relative import",
      dag("from common.ids import ID"),
      { "common/__init__.py": "", "common/ids.py": "from .base import ID", "common/base.py": 'ID = "b" + "c"' },
      "bc",
    ],
    ["of a module in the folder of DAGs", dag("from ids import ID"), { "dags/ids.py": 'ID = "d"' }, "d"],
    ["of a package", dag("import common\nID = common.ID"), { "common/__init__.py": 'ID = "e"' }, "e"],
    [
      "of YAML",
      dag(
        "from pathlib import Path\nimport yaml\n" +
          'ID = yaml.safe_load((Path(__file__).parent / "one.yaml").read_text())["id"]',
      ),
      { "dags/one.yaml": "id: f" },
      "f",
    ],
    [
      "of JSON",
      dag(
        'import json, os\nwith open(os.path.join(os.path.dirname(__file__), "x", "a.json")) as f:\n    ID = json.load(f)[0]',
      ),
      { "dags/x/a.json": '["g"]' },
      "g",
    ],
  ])("%s", async (_, text, around, id) => {
    const found = await inspect(inputOf({ "dags/a.py": text }, around), filesAtHand(listed(around)));
    expect([found.dags, found.unclear]).toEqual([[id], []]);
  });

  test("under the name that the node has for the repository", async () => {
    const around = { "common/ids.py": 'ID = "a"' };
    const repositories = [{ name: "study", url: "https://github.com/Acme/study.git", namespace: "research" }];
    const node = { repositories } as unknown as NonNullable<NonNullable<InspectionInput["known"]>["node"]>; // all that is asked of it
    const text = dag("from research.common.ids import ID");
    const inspected = (repository: string | null) =>
      inspect(inputOf({ "dags/a.py": text }, around, { known: { node, repository } }), filesAtHand(listed(around)));
    expect((await inspected("acme/study")).dags).toEqual(["a"]);
    expect((await inspected(null)).dags).toEqual(["a"]);
    expect((await inspected("acme/other")).dags).toEqual([]);
  });

  test("in another thread too, and again from what was kept, until one of them changes", async () => {
    const inspector = createInspector({
      workers: 1,
      deadlineMs: 20_000,
      log: pino({ level: "silent" }),
      cacheBytes: 1_000_000,
    });
    onTestFinished(() => inspector.close());
    const input = inputOf({ "dags/a.py": dag("from common.ids import ID") }, { "common/ids.py": "" });
    const reads: string[] = [];
    const idsWith = async (text: string) => {
      const files = filesAtHand(listed({ "common/ids.py": text }));
      const read = (path: string) => {
        reads.push(path);
        return files.read(path);
      };
      const { consequences } = await inspector.inspect(input, { ...files, read });
      return consequences?.items.map(({ name }) => name);
    };
    expect(await idsWith('ID = "a"')).toEqual(["a"]);
    expect(await idsWith('ID = "a"')).toEqual(["a"]);
    expect(reads).toEqual(["common/ids.py"]);
    expect(await idsWith('ID = "b"')).toEqual(["b"]);
    expect(reads).toEqual(["common/ids.py", "common/ids.py"]);
  });
});

describe("a DAG file that the change does not touch, but that imports what it touches", () => {
  const path = "common/ids.py";
  const dagFiles = {
    "dags/a.py": dag("from common.ids import ID"),
    "dags/b.py": dag("", '"same"'),
    "dags/c.py": `${dag("from common.ids import ID", '"c"')}\npassword = "9f86d081884c7d65"\n`,
  };

  async function change(before: string, after: string, more: Partial<InspectionInput> = {}) {
    const input = inputOf({}, { ...dagFiles, [path]: "" }, { context: listed(dagFiles), ...more });
    const content = { path, content: bytes(after), kind: "other", changedLines: null };
    const files = [{ ...content, before: { path, content: bytes(before) } }];
    const beside = filesAtHand(listed({ ...dagFiles, [path]: after }));
    const pool = answerWants({ run: (task, ask) => runFileTask(task, tools, ask) });
    const { findings, consequences } = await inspectWith({ ...input, files }, pool, beside);
    return {
      findings: findings.map((one) => `${one.rule} ${one.path} ${one.isNew}`),
      items: consequences?.items.map(({ kind, name, path: where }) => `${kind} ${name} ${where}`),
    };
  }

  test("is among the consequences", async () => {
    expect(await change('ID = "one"', 'ID = "two"')).toEqual({ findings: [], items: ["dag-renamed two dags/a.py"] });
    expect(await change('ID = "one"', 'ID = "one"\nX = 1')).toEqual({ findings: [], items: [] });
  });

  test("is told what is said of it since, and nothing of what was said before", async () => {
    const found = await change('ID = "one"', 'ID = "same"');
    expect(found.findings).toEqual(["IDN-002 dags/a.py true"]);
    expect((await change('ID = "same"', 'ID = "same"\nX = 1')).findings).toEqual([]);
    expect((await change('ID = "one"', 'ID = "no id"')).findings).toEqual(["IDN-003 dags/a.py true"]);
  });
});

describe("a file that .airflowignore names", () => {
  const ignored = `${dag("import nowhere", '"hidden"')}\npassword = "9f86d081884c7d65"\n`;
  const inventory = { packages: {}, modules: { airflow: [] }, opaque: [], dags: [] } as unknown as NodeInventory; // all that is asked of it

  async function told(around: Texts, path = "dags/lib/a.py", airflow = "3.3.2") {
    const known = { inventory: { ...inventory, packages: { "apache-airflow": airflow } }, declared: [] };
    const input = inputOf({ [path]: ignored }, around, { known });
    const pool = answerWants({ run: (task, ask) => runFileTask(task, tools, ask) });
    const { findings, consequences } = await inspectWith(input, pool, filesAtHand(listed(around)));
    const dags = consequences?.items.filter(({ kind }) => kind === "dag-added").map(({ name }) => name);
    return [...(dags ?? []), ...findings.map(({ rule }) => rule)].sort();
  }

  test.each<[string, Texts, string?, string?]>([
    ["in its folder", { "dags/lib/.airflowignore": "*.py" }],
    ["above", { "dags/.airflowignore": "# no DAGs\nlib/\n" }],
    ["at the top", { ".airflowignore": "dags/lib" }],
    ["as an expression, for Airflow 2", { "dags/.airflowignore": "l.b/" }, "dags/lib/a.py", "2.11.2"],
    ["from the repository, where one stands at its top", { ".airflowignore": "^dags/lib" }, "dags/lib/a.py", "2.11.2"],
  ])(
    "%s: it has no DAGs, nothing need be there that it imports, and it is searched for credentials",
    async (_, ...given) => {
      expect(await told(...given)).toEqual(["DEP-002", "F401", "SEC-001"]);
    },
  );

  test.each<[string, Texts, string?]>([
    ["another name", { "dags/.airflowignore": "lab/" }],
    ["of another folder", { "jobs/.airflowignore": "*" }],
    ["an expression, for Airflow 3", { "dags/.airflowignore": "l.b/" }],
    ["taken back", { "dags/.airflowignore": "*.py\n!a.py" }],
    ["an expression for no path at all", { "dags/.airflowignore": "^a\n(\n" }, "2.11.2"],
  ])("%s: it is a DAG file", async (_, around, airflow) => {
    expect(await told(around, "dags/lib/a.py", airflow)).toEqual(["DEP-001", "F401", "SEC-001", "hidden"]);
  });
});

describe("an expression of .airflowignore, for Airflow 2, is searched in the path from the folder that Airflow reads", () => {
  const repository = { name: "acme/study", url: "https://x/acme/study", namespace: "study" };
  const others = { name: "acme/trials", url: "https://x/acme/trials", namespace: "trials" };
  const inventory = { packages: { "apache-airflow": "2.11.2" }, modules: {}, dags: [] } as unknown as NodeInventory; // all that is asked of it

  async function told(line: string, repositories: readonly (typeof repository)[] | null, ownName = "acme/study") {
    const around = { "dags/.airflowignore": `${line}\n` };
    const node = repositories === null ? null : ({ repositories } as unknown as NodeFacts); // as above
    const known = { inventory, node, repository: ownName === "" ? null : ownName };
    const input = inputOf({ "dags/lib/a.py": dag("", '"shown"') }, around, { known, roots: ["", "dags"] });
    const pool = answerWants({ run: (task, ask) => runFileTask(task, tools, ask) });
    const { consequences } = await inspectWith(input, pool, filesAtHand(listed(around)));
    const isSaid = consequences?.items.some(({ kind }) => kind === "dag-added");
    return isSaid === true || (consequences?.unclear[0]?.reason ?? false);
  }
  const unclear = "which folder Airflow reads decides whether `.airflowignore` names it";

  test.each([
    ["lib/", null, false],
    ["nothing", null, true],
    ["^lib", null, unclear],
    ["dags/", null, unclear],
    ["^lib", [repository], true],
    ["^dags/", [repository], true],
    ["^study/dags/lib", [repository, others], false],
    ["trials", [repository, others], true],
    ["^(?!x)", [repository], "whether the line `^(?!x)` of `.airflowignore` names it is not known"],
    ["^(?!x)\nlib", [repository], false],
  ])("%j, where the node has %j", async (line, repositories, answer) => {
    expect(await told(line, repositories)).toBe(answer);
  });

  test("it is not known where nobody says which repository it is", async () => {
    expect(await told("trials", [repository, others], "")).toBe(unclear);
    expect(await told("lib", [repository, others], "")).toBe(false);
  });
});

test("a file that imports nothing of the repository is read once", async () => {
  const text = dag('import json, os, pandas, missing\nfrom airflow.models import Variable\nID = "a"');
  const { dags, asked } = await inspect(inputOf({ "dags/a.py": text }, { "x.py": "" }), filesAtHand([]));
  expect([dags, asked]).toEqual([["a"], []]);
});

test("the version of the node's Airflow counts", async () => {
  const text =
    "from datetime import datetime\nfrom airflow import DAG\n" +
    'with DAG("a", start_date=datetime(2026, 1, 1), schedule="@daily"):\n    pass\n';
  const catchesUp = async (version: string) => {
    const inventory = { packages: { "apache-airflow": version }, modules: {}, dags: [] } as unknown as NodeInventory; // all that is asked of it
    const { planned } = await inspect(inputOf({ "dags/a.py": text }, {}, { known: { inventory } }), filesAtHand([]));
    return planned.map((one) => one.catchesUp);
  };
  expect([await catchesUp("2.11.2"), await catchesUp("3.3.2")]).toEqual([[true], [false]]);
});

describe("what cannot be looked into makes less certain what is said, with the reason", () => {
  const text = dag('from common.ids import OWNER\nID = "a"');
  const around = { "common/ids.py": 'OWNER = "me"' };
  const file = (one: Awaited<ReturnType<FilesBeside["read"]>>): FilesBeside => ({
    identify: (path) => Promise.resolve(path === "common/ids.py" ? "x" : null),
    read: () => Promise.resolve(one),
  });

  test.each<[string, FilesBeside, string]>([
    ["a link", file({ withheld: "is a symbolic link" }), "`common/ids.py` is a symbolic link"],
    ["bytes", file({ content: Uint8Array.of(0xff, 0xfe) }), "`common/ids.py` is not text"],
    [
      "too much",
      file({ content: new Uint8Array(9 * 1024 * 1024) }),
      "`common/ids.py` is too much to be looked into with the others",
    ],
    ["what is no program", file({ content: bytes("x = (") }), "`common/ids.py`, which it imports, is not understood"],
  ])("%s", async (_, beside, reason) => {
    const { dags, unclear } = await inspect(inputOf({ "dags/a.py": text }, around), beside);
    expect([dags, unclear]).toEqual([["a"], [`dags/a.py: ${reason}`]]);
  });

  test("modules without end", async () => {
    const endless: FilesBeside = {
      identify: (path) => Promise.resolve(/^chain\d+\.py$/.test(path) ? path : null),
      read: (path) => {
        const next = Number(/\d+/.exec(path)?.[0] ?? 0) + 1;
        return Promise.resolve({ content: bytes(`from chain${next} import OWNER\n`) });
      },
    };
    const input = inputOf({ "dags/a.py": dag('from chain1 import OWNER\nID = "a"') }, {}, { known: { tree: null } });
    const { dags, unclear, asked } = await inspect(input, endless);
    expect([dags, unclear]).toEqual([["a"], ["dags/a.py: `chain20.py` is one too many to be looked into"]]);
    expect(asked.length).toBeLessThan(30);
  });
});
