import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (code: string) =>
  placesIn(
    "DAG-025",
    `from airflow.sdk import DAG, TaskGroup, chain\nfrom airflow.operators.empty import EmptyOperator as E\nwith DAG("d"):\n    a, b, c = [E(task_id=n) for n in "abc"]\n${code}\n`,
  );

test.each([
  ['    E("x")', ["5:5"]],
  ["    a >> None", ["5:5"]],
  ["    a >> [b, 'c']", ["5:5"]],
  ["    chain([a, b], [c])", ["5:5"]],
  ["    chain([a, b], [c, a])", []],
  ['with TaskGroup("g"):\n    pass', ["5:6"]],
  ["    [a] >> [b]", ["5:5"]],
  ["    [a] >> b >> [c]", []],
  ["    a >> {b}", ["5:5"]],
  ["    def load(): ...\n    a >> load", ["6:5"]],
  ['    from airflow.sdk import Label\n    a >> Label("x") >> Label("y") >> b', ["6:5"]],
  ["    from airflow.sdk import chain_linear\n    chain_linear(a)", ["6:5"]],
  ["    a.as_setup().as_teardown()", ["5:5"]],
  ["    from airflow.sdk import task\n    @task\n    def load(x): ...\n    load.expand()", ["8:5"]],
  ["    from airflow.sdk import task\n    @task\n    def load(x): ...\n    load.expand(x='abc')", ["8:17"]],
  ["    from airflow.sdk import teardown\n    @teardown\n    def down(): ...\n    down()\n    down()", ["9:5"]],
  [
    "    class Own(E):\n        def __init__(self, task_id):\n            super().__init__(task_id=task_id)\n    Own(task_id='o')",
    ["8:5"],
  ],
  ['    with TaskGroup("g", False):\n        E(task_id="x")', ["5:10"]],
  ['    with TaskGroup("g", "shown", False):\n        E(task_id="x")', []],
  ["    a >> E(task_id='x', dag=DAG('other'))", ["5:5"]],
  ["    a >> E(task_id='x', dag=unknown())", []],
  ["E(task_id='x') >> E(task_id='y')", ["5:1"]],
  ["E(task_id='x', dag=unknown()) >> E(task_id='y')", []],
  ["    with unknown():\n        E(task_id='x') >> E(task_id='y')", []],
  ["with unknown():\n    E(task_id='x') >> E(task_id='y')", []],
  ["    with TaskGroup('g', dag=DAG('other')):\n        E(task_id='x')", ["5:10"]],
  ["    a > b", ["5:5"]],
  ["    a.as_teardown()\n    b.as_teardown(setups=a)", ["6:5"]],
  ["    a >> b", []],
  ["    a >> unknown()", []],
  ["    from airflow.sdk import task\n    @task\n    def load(x): ...\n    load.expand_kwargs()", ["8:5"]],
  ["    from airflow.sdk import task\n    @task\n    def load(x): ...\n    load.expand_kwargs([{'x': 1}], 2)", ["8:5"]],
  [
    "    from airflow.sdk import task\n    @task\n    def load(x): ...\n    load.expand_kwargs([{'x': 1}], strict=False)",
    [],
  ],
  ["from airflow.sdk import Param\nParam(1, 'd', 's')", []],
  ["from airflow.sdk import Param\nParam(1, 'd', 's', 2)", ["6:20"]],
  ['{}["x"]', ["5:1"]],
  ['d = {"x": 1}\nd["y"]', ["6:1"]],
  ['d = {"x": 1}\nd.update(unknown())\nd["y"]', []],
  ['try:\n    {}["x"]\nexcept KeyError:\n    pass', []],
  ['def f():\n    return {}["x"]', []],
  ['if unknown():\n    {}["x"]', []],
  ["[1][1]", ["5:1"]],
  ["1 / 0", ["5:1"]],
  ["n = 0\n7 % n", ["6:1"]],
  ["1 // unknown()", []],
  ['1 + "a"', ["5:1"]],
  ["n = [1]\nn - [1]", ["6:1"]],
  ["def f(): ...\nf * 2", ["6:1"]],
  ['"%s" % 1 + 2 * "a"', []],
  ["{1: 2} | {2: 3}", []],
  ["[1] * 2.5", ["5:1"]],
  ["unknown() + 1", []],
  ['"a".foo', ["5:1"]],
  ["None.x", ["5:1"]],
  ["x = [1]\nx.add(2)", ["6:1"]],
  ["range(3).stop", []],
  ['"a".encode().hex()', []],
  ['try:\n    "a".foo\nexcept AttributeError:\n    pass', []],
  ['getattr("a", "foo", None)', []],
  ['[1]["a"]', ["5:1"]],
  ["5[0]", ["5:1"]],
  ['x = [1]\nx["a"] = 2', ["6:1"]],
  ["x = {1}\nx[1] = 2", ["6:1"]],
  ['"a".x = 1', ["5:1"]],
  ['len(zip("ab", "cd"))', ["5:1"]],
  ['len({"a": 1}.keys())', []],
  ["def f(): ...\nf[0]", ["6:1"]],
  ['"a"()', ["5:1"]],
  ["    a()", ["5:5"]],
  ['DAG("x")()', ["5:1"]],
  ['try:\n    1 / 0\nexcept "n" as e:\n    pass', ["7:8"]],
  ["try:\n    1 / 0\nexcept (ValueError, 3):\n    pass", ["7:8"]],
  ["try:\n    1 / 0\nexcept (ValueError, unknown()):\n    pass", []],
  ["try:\n    1\nexcept 'n':\n    pass", []],
  ["from airflow.sdk import setup\n@setup()\ndef f(): ...", ["6:2"]],
  ["from airflow.sdk import task\n@task.run_if\ndef f(): ...\nf()", ["8:1"]],
  ["from airflow.sdk import task\n@task.skip_if(lambda c: True)\ndef f(): ...", ["6:2"]],
  ["    from airflow.sdk import task\n    @task.run_if(lambda c: True)\n    @task\n    def f(): ...\n    f()", []],
  ['    E(*["x"])', ["5:5"]],
  ["    E(*names())", []],
  ['try:\n    E("x")\nexcept Exception:\n    pass', []],
])("%s", async (code, expected) => {
  expect(await places(code)).toEqual(expected);
});

const functions = `    from functools import partial
    from airflow.sdk import task, task_group
    @task
    def load(x, y=1, ds=None): ...
    @task
    def odd(ds="2026"): ...
    @task_group
    def group(x): ...
`;

test.each([
  ["load(1, x=2)", ["13:13"]],
  ["load(1, y=2, ds='2027')", []],
  ["load.partial(x=1).partial(x=2).expand(y=[1])", ["13:31"]],
  ["odd()", ["13:5"]],
  ["odd('2027')", ["13:5"]],
  ["group.expand(x=1)", ["13:18"]],
  ["group.expand(x=[1])", []],
  ["task(len)([])", ["13:5"]],
  ['task(task_id="n", multiple_outputs=False)(len)([])', []],
  ["task(partial(print, 1))()", ["13:5"]],
  ["task(lambda x: x)(1)", []],
  ["load.expand([1])", ["13:17"]],
  ["load.partial(x=1).expand(ds=['2027'])", ["13:30"]],
  ["load.partial(ds='2027').expand(x=[1])", ["13:18"]],
  ["load.partial(1).expand(y=[1])", ["13:18"]],
  ["load.expand(x=load(1)['k'])", ["13:17"]],
  ["load.expand(x=load(1)['return_value'])", []],
  ["load.expand(x=load(1)['k'].map(str))", ["13:17"]],
  ["load(load(1)[0])", ["13:10"]],
  ["load(load(1) + 1)", ["13:10"]],
  ["load.override(trigger_rule='always').expand(x=load(1))", ["13:5"]],
  ["load.override(trigger_rule='always').expand(x=[1])", []],
  ["@task_group\n    def outer(x): load.expand(x=[1])\n    outer.expand(x=[1])", ["14:19"]],
  ["E.partial(task_id='m').expand(retries=[1])", ["13:35"]],
])("of functions that are decorated: %s", async (code, expected) => {
  expect(await places(`${functions}    ${code}`)).toEqual(expected);
});
