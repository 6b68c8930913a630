import { expect, test } from "vitest";
import { loadPythonTools } from "../../src/analysis/python-tools.ts";
import type { DagModule } from "../../src/python/dag-model.ts";
import { nowhereElse, readDagModule } from "../../src/python/read-dag-module.ts";
import { readSyntax } from "../../src/python/syntax/read-syntax.ts";

const tools = await loadPythonTools();

const head = `from datetime import datetime
from airflow import DAG
from airflow.decorators import dag, task, task_group
from airflow.models.param import Param
from airflow.operators.empty import EmptyOperator
from airflow.timetables.trigger import CronTriggerTimetable
from airflow.utils.task_group import TaskGroup
`;

function read(text: string, airflow: 2 | 3): DagModule {
  const source = head + text;
  return readDagModule(readSyntax(tools.parse(source), source), "dags/a.py", { ...nowhereElse, airflow });
}

/** Whether it is said that its DAGs are there. */
function isSaidToLoad({ dags, certainty, failures }: DagModule): boolean {
  return certainty === "exact" && failures.length === 0 && dags.every((one) => one.certainty === "exact");
}

const both = [2, 3];
const inDag = (lines: string): string =>
  `with DAG("d", schedule=None):\n    t = EmptyOperator(task_id="t")\n    ${lines.replaceAll("\n", "\n    ")}\n`;
const ofDag = (given: string): string => `d = DAG("d", start_date=datetime(2024, 1, 1), ${given})\n`;
const withParam = (param: string): string => ofDag(`schedule="@daily", params={"p": ${param}}`);
const ofFunction = (given: string, call = ""): string =>
  `@dag(schedule=None)\ndef f(${given}):\n    EmptyOperator(task_id="t")\nf(${call})\n`;
const load = '@task\ndef load(x=1): ...\nwith TaskGroup("g") as g:\n    EmptyOperator(task_id="b")\n';

// By the versions of Airflow that refuse it when they import the file.
test.each([
  [both, withParam('Param("ab", type="string", pattern="^x")')],
  [both, withParam('Param(1, schema={"type": "string"})')],
  [both, withParam('Param(["a", 1], type="array", items={"type": "string"})')],
  [both, withParam("Param(3, enum=[1, 2])")],
  [both, withParam("Param(3, multipleOf=2)")],
  [[], withParam('Param(["a"], type="array", items={"type": "string"}, minLength=2, title="x")')],
  [[], withParam('Param("2024-01-01T00:00:00+00:00", type="string", format="date-time")')],
  [[], ofDag('schedule=None, params={"p": Param("ab", type="string", pattern="^x")}')],
  [both, ofDag('schedule=None, params={"p": Param(1, "d", None, 2)}')],
  [[2], ofDag('schedule=None, params={"p": Param(1, "d", "s")}')],
  [[3], ofDag('schedule=None, params={"p": [{1}]}')],
  [[2], ofDag('schedule=None, catchup="no"')],
  [[2], ofDag('schedule=None, is_paused_upon_creation="True"')],
  [[2], ofDag("schedule=None, fail_fast=True")],
  [both, ofDag("schedule=None, unheard_of=4")],
  [[2], ofDag("schedule=None, max_consecutive_failed_dag_runs=-1")],
  [both, ofDag('schedule=CronTriggerTimetable("0 0 * * *", timezone="Europe/Nowhere")')],
  [both, ofDag('schedule=CronTriggerTimetable("0 0 * * *")')],
  [both, ofDag('schedule=CronTriggerTimetable("0 0 * *", timezone="UTC")')],
  [[], ofDag('schedule=CronTriggerTimetable("0 0 * * *", timezone="Europe/Berlin")')],
  [[2], 'd = DAG("d", schedule=CronTriggerTimetable("0 0 * * *", timezone="UTC"))\n'],
  [[2], inDag('EmptyOperator(task_id="b", weight_rule="heavy")')],
  [[2], inDag('EmptyOperator(task_id="b", weight_rule=3)')],
  [[], inDag('EmptyOperator(task_id="b", weight_rule="upstream")')],
  [[3], ofFunction("x={1}")],
  [[3], ofFunction("x", "datetime(2024, 1, 1)")],
  [[], ofFunction("x=[1, None]")],
  [[3], '@dag("d", "text", schedule=None)\ndef f():\n    EmptyOperator(task_id="t")\nf()\n'],
  [[3], 'd = DAG("d", "text", schedule=None)\n'],
  [both, 'd = DAG("d", dag_id="e", schedule=None)\n'],
  [both, inDag("@task.brunch\ndef f(): ...\nf()")],
  [[], inDag("@task.branch\ndef f(): ...\nf()")],
  [[], inDag("@task.docker\ndef f(): ...\nf()")],
  [both, inDag(`${load}load().rows`)],
  [both, inDag(`${load}load().map(print).operator`)],
  [[], inDag(`${load}load().key`)],
  [both, inDag(`${load}load.unheard_of`)],
  [both, inDag(`${load}g.task_id`)],
  [[], inDag(`${load}g.tooltip`)],
  [both, inDag("t.unheard_of")],
  [[], inDag("t.unheard_of = 1\nt.unheard_of")],
  [[], inDag("t.ui_color")],
  [both, inDag("t.dag.unheard_of")],
  [both, inDag("EmptyOperator.partial(task_id='m').unheard_of")],
  [[2], inDag(`${load}print(load.__name__)`)],
  [both, inDag(`${load}load.expand_kwargs()`)],
  [both, ofDag('schedule=None, orientation="up"')],
  [both, ofDag('schedule=None, default_view="list"')],
  [[3], ofDag('schedule=None, orientation="TB", default_view="grid"')],
  [both, ofDag('schedule=None, allowed_run_types="odd"')],
  [both, ofDag("schedule=None, deadline=5")],
  [both, 'd = DAG("d", schedule=None, default_args={"start_date": "soon"})\n'],
  [both, 'd = DAG("d", schedule=None, default_args={"end_date": "2024-02-30"})\n'],
  [[], 'd = DAG("d", schedule=None, default_args={"start_date": "2024-02-28T10:00:00+01:00"})\n'],
  [both, "d = DAG(EmptyOperator)\n"],
  [both, 'd = DAG("d", schedule=EmptyOperator)\n'],
  [both, inDag("EmptyOperator(task_id=DAG)")],
  [both, inDag("EmptyOperator(task_id=None)")],
  [both, inDag("with TaskGroup(print):\n    EmptyOperator(task_id='b')")],
  [both, inDag('EmptyOperator(task_id="b", dag="d")')],
  [both, inDag("@task.external_python\ndef f(): ...\nf()")],
  [both, inDag("@task.external_python(task_id='b')\ndef f(): ...\nf()")],
  [[], inDag("@task.external_python(python='/usr/bin/python3')\ndef f(): ...\nf()")],
  [[], inDag("@task.branch_external_python('/usr/bin/python3')\ndef f(): ...\nf()")],
  [both, inDag("@task.run_if\ndef f(): ...\nf()")],
  [[], inDag("@task.run_if(lambda context: True)\n@task\ndef f(): ...\nf()")],
  [[2], inDag("@task\n@task\ndef f(): ...\nf()")],
  [both, inDag("EmptyOperator.set_downstream(t)")],
  [
    both,
    `import airflow.providers.standard.operators.bash as b\nimport airflow.providers.standard.operators.empty\n${inDag("airflow.providers.standard.operators.other")}`,
  ],
  [[], `import airflow.providers.standard.operators.empty\n${inDag("airflow.providers.standard.operators.empty")}`],
  [both, inDag("unheard_of")],
  [both, inDag("x = 1\ndel x\ndel x")],
  [both, inDag("import os\nif os.environ.get('A'):\n    x = 1\nx")],
  [both, inDag("import os\nif os.environ.get('A'):\n    {}['x']")],
  [[], inDag("import os\nif not os.environ.get('A'):\n    raise ValueError('A')")],
  [both, inDag("try:\n    import own\nexcept 'x':\n    pass")],
  [[], inDag("try:\n    import own\nexcept (ImportError, Exception):\n    own = None")],
  [both, inDag("class A:\n    def f(self): ...\nA().g")],
  [[], inDag("class A:\n    def f(self): ...\nA().f\ngetattr(A(), 'g', None)")],
  [[], inDag("class A(Exception):\n    pass\nA().args")],
  [both, inDag("class A:\n    x = 1\nA.y")],
  [both, inDag("class A:\n    x = 1\nA(5)")],
  [both, inDag("import abc\nclass A(abc.ABC):\n    @abc.abstractmethod\n    def f(self): ...\nA()")],
  [both, inDag("class A:\n    pass\nwith A():\n    pass")],
  [both, inDag("with 5:\n    pass")],
  [both, inDag("for x in 5:\n    pass")],
  [both, inDag("int(None)")],
  [both, inDag("range()")],
  [both, inDag("datetime(2024, DAG, 1)")],
  [both, inDag("setattr(t)")],
  [both, inDag('",".join([1])')],
  [both, 'd = DAG("d", schedule=False)\n'],
  [both, `${ofDag("schedule=None")}d.tags = [1]\n`],
  [both, inDag("import os\nif os.environ.get('A'):\n    'a'()")],
  [both, inDag("EmptyOperator >> t")],
  [both, "f = dag(schedule=None)(task)\nf()\n"],
  [both, inDag("with TaskGroup('x', TaskGroup):\n    EmptyOperator(task_id='b')")],
  [both, ofDag("schedule=None, max_active_runs=DAG")],
  [[], ofDag("schedule=None, on_failure_callback=print, user_defined_macros={'f': print}")],
  [both, inDag("EmptyOperator(task_id='b', retries=len)")],
  [both, inDag("EmptyOperator(task_id='b', unheard_of=1)\nd = DAG('e')")],
  [both, inDag("try:\n    import own\nexcept datetime:\n    own = None")],
  [both, inDag("datetime.lower")],
  [[], inDag("datetime.fromisoformat")],
  [[], inDag("import datetime as d\nd.UTC")],
  [both, inDag("range(stop=3)")],
  [both, "from airflow.utils.edgemodifier import Label\nwith Label('x'):\n    pass\n"],
  [both, inDag("from airflow.decorators import setup\nsetup(x=1)")],
  [
    both,
    `from airflow.utils.trigger_rule import TriggerRule\n${inDag("EmptyOperator(task_id='b', trigger_rule=TriggerRule.any)")}`,
  ],
  [both, `@task\ndef load(x=1): ...\nload(load())\n`],
  [both, inDag("import os\nx = 'a' if os.environ.get('A') else 'b'\nx()")],
  [both, inDag("import enum\nclass E(enum.Enum):\n    A = 1\nE.B")],
  [[], inDag("import enum\nclass E(enum.Enum):\n    A = 1\nE.A.value")],
  [both, inDag("[1].remove(2)")],
  [both, inDag("d = {'x': 1}\nprint_all(d)\nd.pop('y')")],
  [[], inDag("d = {'x': 1}\nd.pop('y', None)\nint('3')\nlen([t])\nstr(t)\nopen('data.txt')")],
] as const)("what %j refuse is not said to load: %s", (refusing, text) => {
  const said = both.filter((airflow) => isSaidToLoad(read(text, airflow as 2 | 3)));
  expect(said).toEqual(both.filter((airflow) => !(refusing as readonly number[]).includes(airflow)));
});
