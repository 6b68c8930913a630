import { pino } from "pino";
import { afterAll, describe, expect, test } from "vitest";
import { createInspector, type InspectionInput } from "../../src/analysis/inspector.ts";
import { describeConsequences } from "../../src/core/consequences/describe-consequences.ts";
import { digestConsequences } from "../../src/core/consequences/digest-consequences.ts";
import { noDags } from "../../src/core/inspect/inspect-catalogue.ts";
import { elsewhere, nodeThatHas } from "../rules/node-dags.ts";

const inspector = createInspector({ workers: 1, deadlineMs: 20_000, log: pino({ level: "silent" }) });
afterAll(() => inspector.close());

type Files = Readonly<Record<string, string>>;
const bytes = (text: string) => new TextEncoder().encode(text);

async function consequencesOf(before: Files, after: Files, more: Partial<InspectionInput> = {}) {
  const kindOf = (path: string) => (path.endsWith(".py") ? "dag" : "other");
  const { consequences } = await inspector.inspect({
    files: Object.entries(after).map(([path, text]) => {
      const was = before[path];
      const content = { path, content: bytes(text), kind: kindOf(path), changedLines: null };
      return { ...content, before: was === undefined ? null : { path, content: bytes(was) } };
    }),
    removed: Object.entries(before)
      .filter(([path]) => !(path in after))
      .map(([path, text]) => ({ path, kind: kindOf(path), content: bytes(text) })),
    context: [],
    python: "3.12",
    severities: {},
    today: "2026-11-20",
    ...more,
  });
  if (consequences === undefined) throw new Error("there are none");
  return consequences;
}

const linesOf = async (...given: Parameters<typeof consequencesOf>) =>
  describeConsequences(await consequencesOf(...given), new Date("2026-11-21T12:00:00Z"));

const head = `import datetime
from airflow.sdk import DAG, Variable
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
`;
const dag = (id: string, more = "schedule=None", tasks = 'BashOperator(task_id="one", bash_command="true")') =>
  `${head}\nwith DAG("${id}", ${more}):\n    ${tasks}\n`;

test("DAGs that are removed, renamed, rescheduled and new, by weight", async () => {
  const before = {
    "dags/a.py": dag("a", 'schedule="@daily"'),
    "dags/b.py": dag("b"),
    "dags/c.py": dag("c"),
    "dags/same.py": dag("same"),
  };
  const after = {
    "dags/a.py": dag("a", 'schedule="0 3 * * 1"'),
    "dags/c.py": dag("cc"),
    "dags/same.py": `${dag("same")}# a note\n`,
    "dags/z.py": dag(
      "z",
      "schedule=datetime.timedelta(hours=6), start_date=datetime.datetime(2026, 11, 21), catchup=True",
    ),
  };
  expect(await linesOf(before, after)).toEqual([
    "DAG `b` is removed.",
    "DAG `cc` is `c` under a new name, without its history.",
    "DAG `a` runs by `0 3 * * 1` instead of `@daily`. It runs next at 2026-11-23 03:00 UTC, 2026-11-30 03:00 UTC, 2026-12-07 03:00 UTC.",
    "DAG `z` is new: `datetime.timedelta(hours=6)`, 1 task: `one` (BashOperator). It runs next at 2026-11-21 18:00 UTC, 2026-11-22 00:00 UTC, 2026-11-22 06:00 UTC; about 3 catch-up runs would start at once.",
  ]);
});

test("a DAG of a file that the node cannot import has no next runs there", async () => {
  const daily = (more: string) =>
    `from airflow import DAG\nwith DAG("a", schedule="@daily", start_date=None${more}):\n    pass\n`;
  const gone = `from airflow.utils.dates import days_ago\n${daily(", end_date=days_ago(-9)")}`;
  const packages = { "apache-airflow": "3.3.2" };
  const inventory = { python: "3.12.4", packages, providers: {}, modules: {}, opaque: [], dags: [] };
  const on3 = { known: { inventory } };
  const refused = (type: string) => `\`dags/a.py\` cannot be imported (${type}), so that Airflow has none of its DAGs.`;
  const was = { "dags/a.py": daily("") };
  expect(await linesOf({}, { "dags/a.py": gone }, on3)).toEqual([refused("ImportError")]);
  expect(await linesOf({}, { "dags/a.py": daily(", concurrency=2") }, on3)).toEqual([refused("TypeError")]);
  const misspelt = dag(
    "a",
    'schedule="@daily"',
    'BashOperator(task_id="one", bash_command="x", trigger_rule="all_don")',
  );
  expect(await linesOf({}, { "dags/a.py": misspelt }, on3)).toContain(refused("ValueError"));
  expect(await linesOf(was, { "dags/a.py": gone }, on3)).toEqual([refused("ImportError"), "DAG `a` is removed."]);
  const mended = await linesOf({ "dags/a.py": gone }, was, on3);
  expect(mended).toEqual([expect.stringMatching(/^DAG `a` is new: `@daily`.* It runs next at 2026-11-22 00:00 UTC/)]);
  expect(await linesOf({}, { "dags/a.py": gone })).toEqual(mended); // where nobody knows the node's Airflow
});

test("what is newly reached, and what points at nothing", async () => {
  const before = { "dags/a.py": dag("a"), "dags/b.py": dag("b"), "requirements.txt": "requests==2.0\n" };
  const tasks = [
    'BashOperator(task_id="one", bash_command="true", env={"A": Variable.get("limit")})',
    'BashOperator(task_id="two", bash_command="{{ var.json.shape }} {{ conn.lake.host }} s3://lake/patients/2026")',
    'KubernetesPodOperator(task_id="pod", image="ghcr.io/acme/x:1", kubernetes_conn_id="cluster")',
    'TriggerDagRunOperator(task_id="go", trigger_dag_id="b")',
    'TriggerDagRunOperator(task_id="stray", trigger_dag_id="nobody")',
    'TriggerDagRunOperator(task_id="live", trigger_dag_id="elsewhere")',
  ].join("\n    ");
  const after = { "dags/a.py": dag("a", "schedule=None", tasks), "requirements.txt": "requests==2.0\nnumpy==2.0\n" };
  const live = { dagId: "elsewhere", repository: null, path: "e.py", state: "live", change: null } as const;
  const known = {
    inventory: { python: "3.12.4", packages: {}, providers: {}, modules: {}, opaque: [], dags: [live] },
    node: {
      node: "n",
      python: "3.12",
      datasets: [{ name: "patients", owners: [], agreementsRequired: false }],
      repositories: [],
      storage: null,
      targets: [],
    },
  };
  const whole = { known, isContextComplete: true };
  const lines = await linesOf(before, after, whole);
  expect(lines).toEqual([
    "DAG `b` is removed.",
    "DAG `a` triggers `b`, which this change removes.",
    "DAG `a` triggers `nobody`, which neither this repository nor the node has.",
    "Dataset `patients` is read by `a`.",
    "Connection `cluster` is used by `a`.",
    "Connection `lake` is used by `a`.",
    "Image `ghcr.io/acme/x:1` is run by `a`.",
    "Variable `limit` is read by `a`.",
    "Variable `shape` is read by `a`.",
    "Package `numpy` is installed, `==2.0`.",
    "DAG `a` runs `two` (BashOperator), `pod` (KubernetesPodOperator), `go` (TriggerDagRunOperator) and 2 more.",
  ]);
  expect(await linesOf(before, after, { isContextComplete: true })).not.toContain(lines[2]); // without an inventory nobody knows
  expect(await linesOf(before, after, { known })).not.toContain(lines[2]); // the repository may have it
  expect(await linesOf(after, after, whole)).toEqual([
    "DAG `a` triggers `b`, which neither this repository nor the node has.",
    lines[2],
  ]);
});

describe("of what the node's other repositories have", () => {
  const triggers = dag("a", "schedule=None", 'TriggerDagRunOperator(task_id="go", trigger_dag_id="far")');
  const task = elsewhere({ dagId: "a", kind: "triggers", path: "dags/follow.py", taskId: "next" });
  const told = async (before: Files, after: Files, ...[mentions, more]: Parameters<typeof nodeThatHas>) => {
    const askNode = nodeThatHas(mentions, more);
    const around = { askNode, isContextComplete: true, known: { repository: "study" } };
    const consequences = await consequencesOf(before, after, around);
    const lines = describeConsequences(consequences, new Date(0));
    return { lines: lines.filter((line) => !line.includes("is new")), digest: digestConsequences(consequences) };
  };

  test.each([
    [true, [], {}, ["DAG `a` triggers `far`, which neither this repository nor the node has."]],
    [false, [elsewhere({ dagId: "far" })], {}, []],
    [false, [elsewhere({ dagId: "far", kind: "may-have" })], {}, []],
    [
      true,
      [elsewhere({ dagId: "far", change: 9 })],
      {},
      ["DAG `a` triggers `far`, which only an open change of `trials` would bring."],
    ],
    [false, [], { unread: ["trials"] }, []],
    [false, [], { unclear: [{ repository: "trials", reason: "why" }] }, []],
  ])(
    "a trigger of a DAG that nobody has is told: %s, where the others say %j, %j",
    async (_, mentions, more, lines) => {
      expect((await told({}, { "dags/a.py": triggers }, mentions, more)).lines).toEqual(lines);
    },
  );

  test("a DAG that is removed, or gets another name, though a live task of another repository names it", async () => {
    const sensor = { ...task, kind: "awaits", path: "dags/x.py", taskId: "wait" } as const;
    const used = "is still triggered by the task `next` of `trials` (`dags/follow.py`)";
    const before = { "dags/a.py": dag("a") };
    const removed = await told(before, {}, [task]);
    expect(removed.lines).toEqual(["DAG `a` is removed.", `DAG \`a\` ${used}, though this change removes it.`]);
    const renamed = await told(before, { "dags/a.py": dag("b") }, [task]);
    expect(renamed.lines[1]).toBe(removed.lines[1]);
    expect((await told(before, {}, [sensor])).lines[1]).toContain("awaited by the task `wait`");
    expect((await told(before, {}, [task, sensor, { ...task, taskId: "z" }])).lines[1]).toContain("and 2 more tasks,");
    expect((await told(before, before, [task])).lines).toEqual([]);
    expect((await told(before, {}, [{ ...task, change: 9 }])).lines).toEqual(["DAG `a` is removed."]);
  });

  test("what is marked as what follows", async () => {
    const marks = triggers
      .replace("TriggerDagRunOperator(", "ExternalTaskMarker(external_task_id='t', ")
      .replace("trigger_dag_id", "external_dag_id");
    const importing = `from airflow.providers.standard.sensors.external_task import ExternalTaskMarker\n${marks}`;
    const { lines } = await told({}, { "dags/a.py": importing }, []);
    expect(lines).toEqual(["DAG `a` marks `far` as what follows, which neither this repository nor the node has."]);
    const removed = await told({ "dags/a.py": dag("a") }, {}, [{ ...task, kind: "marks" }]);
    expect(removed.lines[1]).toContain("is still marked as what follows by the task `next` of `trials`");
  });

  test("what a mapped task triggers", async () => {
    const over = (given: string) =>
      dag("a", "schedule=None", `TriggerDagRunOperator.partial(task_id="go").expand_kwargs(${given})`);
    const known = '[{"trigger_dag_id": "far"}, {"trigger_dag_id": "near", "conf": {}}]';
    const { lines } = await told({}, { "dags/a.py": over(known) }, [elsewhere({ dagId: "far" })]);
    expect(lines).toEqual(["DAG `a` triggers `near`, which neither this repository nor the node has."]);
  });

  test("a DAG that is removed where another repository has it live leaves nothing behind", async () => {
    const before = { "dags/a.py": dag("a"), "dags/b.py": triggers.replace('"a"', '"b"').replace("far", "a") };
    const after = { "dags/b.py": before["dags/b.py"] };
    const { lines } = await told(before, after, [task, elsewhere({ dagId: "a" })]);
    expect(lines).toEqual(["DAG `a` is removed, and still one of `trials`."]);
  });

  test("the digest depends on what they say of the DAGs alone, in whatever order and on whatever line it stands", async () => {
    const mentions = [task, { ...task, kind: "awaits", path: "dags/x.py" } as const];
    const removing = async (...said: Parameters<typeof nodeThatHas>[0]) =>
      (await told({ "dags/a.py": dag("a") }, {}, said)).digest;
    const digest = await removing(...mentions);
    expect(await removing(...mentions.toReversed().map((one) => ({ ...one, line: 77 })))).toBe(digest);
    expect(await removing(...mentions, elsewhere({ dagId: "other" }))).toBe(digest);
    expect(await removing(task)).not.toBe(digest);
  });
});

test("what could not be followed is said, and makes what depends on it doubtful", async () => {
  const dynamic = `${head}import os\nfor i in os.listdir("/x"):\n    with DAG(i): pass\n`;
  const lines = await linesOf({ "dags/a.py": dag("a") }, { "dags/b.py": dynamic });
  expect(lines[0]).toBe("DAG `a` is removed (as far as it can be known).");
  expect(lines[1]).toMatch(
    /^Not all of `dags\/b\.py` could be followed \(.+\): more may be reached, datasets among it\.$/,
  );
});

test("a file that can no longer be imported has no DAG", async () => {
  const lines = await linesOf({ "dags/a.py": dag("a") }, { "dags/a.py": `${dag("a")}\nraise ValueError("no")\n` });
  expect(lines[0]).toMatch(/^`dags\/a\.py` cannot be imported \(ValueError\)/);
  expect(lines[1]).toMatch(/^DAG `a` is removed/);
});

test("what the functions of tasks ask Airflow for by a name that is written out", async () => {
  const text = `from airflow.sdk import BaseHook, DAG, Variable, task
from airflow.providers.postgres.hooks.postgres import PostgresHook
from airflow.providers.standard.operators.python import PythonOperator

LAKE = "lake"

def load(name):
    Variable.get("limit", default=3)
    Variable.get(name)
    PostgresHook(postgres_conn_id=LAKE).run("select 1")
    {}.get("nothing")

with DAG("a", schedule=None):
    PythonOperator(task_id="load", python_callable=load)

    @task
    def send():
        BaseHook.get_connection("mail").host
        PostgresHook("archive")
        Variable.get(key="shape")

    send()

def nobody():
    Variable.get("unused")
`;
  const was = text.replaceAll(/^ *(?:Variable|PostgresHook|BaseHook).*$/gm, (line) => line.replace(/\S.*/, "pass"));
  expect(await linesOf({ "dags/a.py": was }, { "dags/a.py": text })).toEqual([
    "Connection `archive` is used by `a`.",
    "Connection `lake` is used by `a`.",
    "Connection `mail` is used by `a`.",
    "Variable `limit` is read by `a`.",
    "Variable `shape` is read by `a`.",
  ]);
});

test("fifteen lines at most, the same in whatever order the files come, at any time", async () => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`dags/d${n}.py`, dag(`d${n}`)]));
  const first = await consequencesOf({}, many);
  const lines = describeConsequences(first, new Date(0));
  expect(lines).toHaveLength(15);
  expect(lines.at(-1)).toBe("… and 26 more.");
  const again = await consequencesOf({}, Object.fromEntries(Object.entries(many).reverse()), { today: "2027-01-01" });
  expect(digestConsequences(again)).toBe(digestConsequences(first));
});

describe("a dataset that the code of an imported module names is read", () => {
  const node = {
    node: "n",
    python: "3.12",
    datasets: [{ name: "patients", owners: [], agreementsRequired: false }],
    repositories: [],
    storage: null,
    targets: [],
  };
  const importing = dag("a", "schedule=None", "BashOperator(task_id='one', bash_command=extract)").replace(
    "import datetime",
    "from lib.etl import extract",
  );
  const harmless = "def extract():\n    return open('weather')\n";
  const reading = "def extract():\n    return open('pat' 'ients')\n";
  const readBy = async (before: Files, after: Files, around: Files, more: Partial<InspectionInput> = {}) => {
    const context = Object.entries(around).map(([path, text]) => ({ path, content: bytes(text) }));
    return (await consequencesOf(before, after, { context, known: { node }, ...more })).datasets;
  };

  test("in a module that the change touches, by a DAG that it does not", async () => {
    const dags = { "dags/a.py": importing };
    const told = [{ name: "patients", path: "lib/etl.py" }];
    expect(await readBy({ "lib/etl.py": harmless }, { "lib/etl.py": reading }, dags)).toEqual(told);
    expect(await readBy({}, { "lib/etl.py": reading }, dags)).toEqual(told);
    expect(await readBy({ "lib/etl.py": reading }, { "lib/etl.py": harmless }, dags)).toEqual([]);
    expect(await readBy({}, { "lib/other.py": reading }, dags)).toEqual([]);
  });

  test("in a module that it does not touch, by a DAG that imports it since", async () => {
    const around = { "lib/etl.py": reading };
    const told = [{ name: "patients", path: "dags/a.py" }];
    expect(await readBy({}, { "dags/a.py": importing }, around)).toEqual(told);
    expect(await readBy({ "dags/a.py": dag("a") }, { "dags/a.py": importing }, around)).toEqual(told);
    expect(await readBy({ "dags/a.py": importing }, { "dags/a.py": `${importing}# a note\n` }, around)).toEqual([]);
    expect(await readBy({}, { "dags/a.py": importing }, { "lib/etl.py": harmless })).toEqual([]);
  });

  test("in any module, while it is not known who imports it", async () => {
    const rest = { dags: noDags, gone: [], missing: null };
    const change = [{}, { "lib/other.py": reading }, {}] as const;
    expect(await readBy(...change, { rest })).toEqual([]);
    expect(await readBy(...change, { rest: { ...rest, missing: "still being read" } })).toEqual([
      { name: "patients", path: "lib/other.py" },
    ]);
  });
});
