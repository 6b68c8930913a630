import { describe, expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

const told = async (given: string, version?: string, head = "") => {
  const known =
    version === undefined ? {} : { known: knownOf({ inventory: { packages: { "apache-airflow": version } } }) };
  const text = `from airflow import DAG\n${head}with DAG("d", ${given}):\n    pass\n`;
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text }], ...known });
  return findings
    .filter(({ rule }) => rule === "DAG-026" || rule === "AIR301")
    .map(({ rule, span, message, remedy }) => `${rule} ${span.start.line}:${span.start.column} ${message} ${remedy}`);
};

const refused =
  "DAG-026 2:15 A DAG takes no argument `schedule_interval` in Airflow 3, so the node cannot import this file.";

test.each([
  ["schedule_interval=None", "3.3.2", [`${refused} Write \`schedule\`.`]],
  ["schedule_interval=None", "2.11.2", []],
  [
    "schedule_interval=None",
    undefined,
    ["AIR301 2:15 `schedule_interval` is removed in Airflow 3.0. Use `schedule` instead."],
  ],
  [
    "shedule=None",
    "2.11.2",
    ["DAG-026 2:15 A DAG takes no argument `shedule`. Did you mean `schedule`? Write `schedule`."],
  ],
  [
    "shedule=None",
    undefined,
    ["DAG-026 2:15 A DAG takes no argument `shedule`. Did you mean `schedule`? Write `schedule`."],
  ],
  ["schedule=None, fail_fast=True, deadline=None", "3.3.2", []],
  ["schedule=None, something_entirely_new=True", "3.3.2", []],
  ["schedule=None, **more", "3.3.2", []],
] as const)("%s of Airflow %s", async (given, version, wanted) => {
  expect(await told(given, version)).toEqual(wanted);
});

test("which of two DAGs is made depends on the version", async () => {
  const text = `import airflow\nfrom airflow import DAG\nif airflow.__version__ < "3":\n    dag = DAG("d", schedule_interval=None)\nelse:\n    dag = DAG("d", schedule=None)\n`;
  const known = knownOf({ inventory: { packages: { "apache-airflow": "3.3.2" } } });
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text }], known });
  expect(findings.filter(({ rule }) => rule === "DAG-026")).toEqual([]);
});

test("a class of one's own may take what it likes", async () => {
  const head = `class Own(DAG):\n    def __init__(self, dag_id, shedule, **kwargs):\n        super().__init__(dag_id, schedule=shedule, **kwargs)\n\nown = Own("e", shedule=None)\n`;
  expect(await told("schedule=None", "3.3.2", head)).toEqual([]);
});

describe("arguments of tasks that Airflow 3 refuses", () => {
  const imports = `from airflow.decorators import task
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow import DAG

class Own(BashOperator):
    def __init__(self, provide_context=None, **kwargs):
        super().__init__(**kwargs)

def load(**context): ...

with DAG("d", schedule=None, default_args={"provide_context": True}):
    `;
  const toldOf = async (task: string, version = "3.3.2") => {
    const known = knownOf({ inventory: { packages: { "apache-airflow": version } } });
    const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text: `${imports}${task}\n` }], known });
    return findings
      .filter(({ rule }) => rule === "DAG-026" || rule === "AIR301" || rule === "AIR303")
      .map(({ rule, span, message, remedy }) => `${rule} ${span.start.line} ${message} ${remedy}`);
  };
  const no = (name: string, remedy: string) => [
    `DAG-026 14 A task takes no argument \`${name}\` in Airflow 3, so the node cannot import this file. ${remedy}`,
  ];

  test.each([
    ['PythonOperator(task_id="a", python_callable=load, provide_context=True)', no("provide_context", "Take it out.")],
    [
      'BashOperator(task_id="a", bash_command="x", task_concurrency=1)',
      no("task_concurrency", "Write `max_active_tis_per_dag`."),
    ],
    ['BashOperator(task_id="a", bash_command="x", xcom_push=True)', no("xcom_push", "Write `do_xcom_push`.")],
    [
      'BashOperator.partial(task_id="a", provide_context=True).expand(bash_command=["x"])',
      no("provide_context", "Take it out."),
    ],
    [
      'TriggerDagRunOperator(task_id="a", trigger_dag_id="b", execution_date="2026-01-01")',
      no("execution_date", "Write `logical_date`."),
    ],
    [
      'BashOperator(task_id="a", bash_command="x", skip_exit_code=9)',
      no("skip_exit_code", "Write `skip_on_exit_code`."),
    ],
    ["@task(provide_context=True)\n    def a(): ...\n    a()", no("provide_context", "Take it out.")],
    ['PythonOperator(task_id="a", python_callable=load)', []],
    ['Own(task_id="a", bash_command="x", provide_context=True)', []],
    ['BashOperator(task_id="a", bash_command="x", **dict())', []],
  ])("%s", async (task, expected) => {
    expect(await toldOf(task)).toEqual(expected);
    expect((await toldOf(task, "2.11.2")).filter((line) => line.startsWith("DAG-026"))).toEqual([]);
  });
});

test("an argument that Airflow 3 refuses, in a file that fails further on as well", async () => {
  const head = "from airflow.providers.standard.operators.empty import EmptyOperator as E\n";
  const known = knownOf({ inventory: { packages: { "apache-airflow": "3.3.2" } } });
  const text = `from airflow import DAG\n${head}with DAG("d"):\n    E(task_id="a", task_concurrency=1)\n    E("b")\n`;
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text }], known });
  expect(findings.filter(({ rule }) => rule === "DAG-026").map(({ span }) => span.start.line)).toEqual([4]);
});

test.each([
  ["3.3.2", "1.21.0", ["A task takes no argument `foo` in Airflow 3, so the node cannot import this file."]],
  ["3.2.9", "1.9.4", ["A task takes no argument `foo` in Airflow 3, so the node cannot import this file."]],
  ["3.4.0", "1.21.0", []],
  ["3.3.2", "1.21.1", []],
  ["3.3.2", undefined, []],
  ["2.11.2", "1.21.0", []],
])(
  "an argument that is near to none, with Airflow %s and the standard provider %s",
  async (airflow, standard, expected) => {
    const packages = { "apache-airflow": airflow, ...(standard && { "apache-airflow-providers-standard": standard }) };
    const text = `from airflow import DAG
from airflow.providers.docker.operators.docker import DockerOperator
from airflow.providers.standard.operators.empty import EmptyOperator
with DAG("d", schedule=None):
    EmptyOperator(task_id="a", foo=1)
    DockerOperator(task_id="b", image="x", foo=1)
`;
    const known = knownOf({ inventory: { packages } });
    const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text }], known });
    expect(findings.filter(({ rule }) => rule === "DAG-026").map(({ message }) => message)).toEqual(expected);
  },
);
