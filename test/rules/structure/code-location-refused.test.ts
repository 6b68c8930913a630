import { describe, expect, test } from "vitest";
import { inspectTexts, placesIn } from "../../analysis/inspect-texts.ts";

const head =
  "import dagster as dg\n\n@dg.asset\ndef a(): ...\n\n@dg.op\ndef o(): ...\n\n@dg.job\ndef j():\n    o()\n\n";

describe("what Dagster does not load", () => {
  test.each([
    ["a key twice", "@dg.asset(name='a')\ndef b(): ...\n\ndefs = dg.Definitions(assets=[a, b])\n"],
    ["two objects", "one = dg.Definitions(assets=[a])\ntwo = dg.Definitions()\n"],
    [
      "a cron expression",
      "defs = dg.Definitions(schedules=[dg.ScheduleDefinition(job=j, cron_schedule='61 * * * *')])\n",
    ],
    ["seconds", "defs = dg.Definitions(schedules=[dg.ScheduleDefinition(job=j, cron_schedule='0 1 * * * *')])\n"],
    ["a name", "defs = dg.Definitions(assets=[a], jobs=[dg.define_asset_job('a-b')])\n"],
    ["a name twice", "k = dg.define_asset_job('j')\ndefs = dg.Definitions(assets=[a], jobs=[j, k])\n"],
    ["an input of nowhere", "@dg.asset\ndef b(nowhere): ...\n\ndefs = dg.Definitions(assets=[a, b])\n"],
    ["a selected asset of nowhere", "defs = dg.Definitions(assets=[a], jobs=[dg.define_asset_job('k', ['b'])])\n"],
    [
      "two resources of one name",
      "defs = dg.Definitions.merge(dg.Definitions(resources={'db': 1}), dg.Definitions(resources={'db': 2}))\n",
    ],
    [
      "another group than its own",
      "@dg.asset(group_name='x')\ndef b(): ...\n\ndefs = dg.Definitions(assets=dg.load_assets_from_current_module(group_name='y'))\n",
    ],
    [
      "two ops of one name",
      "@dg.op(name='o')\ndef p(): ...\n\n@dg.job\ndef k():\n    p()\n\ndefs = dg.Definitions(jobs=[j, k])\n",
    ],
    ["an op named like an asset", "@dg.asset(name='o')\ndef b(): ...\n\ndefs = dg.Definitions(assets=[b], jobs=[j])\n"],
    [
      "an IO manager of nowhere",
      "@dg.asset(io_manager_key='lake')\ndef b(): ...\n\ndefs = dg.Definitions(assets=[b])\n",
    ],
    [
      "a resource that is no IO manager",
      "@dg.asset(io_manager_key='lake')\ndef b(): ...\n\ndefs = dg.Definitions(assets=[b], resources={'lake': 1})\n",
    ],
    [
      "a resource of nowhere",
      "@dg.asset\ndef b(r: dg.ResourceParam[int]): ...\n\ndefs = dg.Definitions(assets=[b], resources={'s': 1})\n",
    ],
    [
      "a resource that needs one of nowhere",
      "@dg.resource(required_resource_keys={'s'})\ndef r(context): ...\n\ndefs = dg.Definitions(assets=[a], resources={'r': r})\n",
    ],
    ["specs that differ", "defs = dg.Definitions(assets=[dg.AssetSpec('b'), dg.AssetSpec('b', tags={'t': 'x'})])\n"],
    ["a graph among the jobs", "@dg.graph\ndef g():\n    o()\n\ndefs = dg.Definitions(jobs=[j, g])\n"],
    [
      "assets in a circle",
      "@dg.asset(deps=['c'])\ndef b(): ...\n\n@dg.asset\ndef c(b): ...\n\ndefs = dg.Definitions(assets=[b, c])\n",
    ],
    ["a group", "@dg.asset(group_name='x-y')\ndef b(): ...\n\ndefs = dg.Definitions(assets=[b])\n"],
    [
      "a job of nowhere",
      "defs = dg.Definitions(jobs=[j], schedules=[dg.ScheduleDefinition(name='s', job_name='k', cron_schedule='@daily')])\n",
    ],
    [
      "a part of what is made together",
      "@dg.multi_asset(specs=[dg.AssetSpec('b'), dg.AssetSpec('c')])\ndef m(): ...\n\ndefs = dg.Definitions(assets=[m], jobs=[dg.define_asset_job('k', 'b')])\n",
    ],
    ["a context of another kind", "@dg.asset\ndef b(context: int): ...\n\ndefs = dg.Definitions(assets=[b])\n"],
    [
      "a context whose kind is text",
      "@dg.op\ndef p(context: 'dg.OpExecutionContext'): ...\n\ndefs = dg.Definitions()\n",
    ],
    ["an annotation of nowhere", "@dg.asset\ndef b() -> 'pd.DataFrame': ...\n\ndefs = dg.Definitions(assets=[b])\n"],
    ["a date", "p = dg.DailyPartitionsDefinition('1.2.2024')\ndefs = dg.Definitions(assets=[a])\n"],
    ["a day", "p = dg.WeeklyPartitionsDefinition(start_date='2023-02-29')\ndefs = dg.Definitions(assets=[a])\n"],
    ["a form of dates", "p = dg.HourlyPartitionsDefinition('2024-01-01')\ndefs = dg.Definitions(assets=[a])\n"],
    [
      "a time zone",
      "p = dg.DailyPartitionsDefinition('2024-01-01', timezone='CEST')\ndefs = dg.Definitions(assets=[a])\n",
    ],
    [
      "an offset",
      "p = dg.MonthlyPartitionsDefinition('2024-01-01', day_offset=32)\ndefs = dg.Definitions(assets=[a])\n",
    ],
    ["three dimensions", "p = dg.MultiPartitionsDefinition({})\ndefs = dg.Definitions(assets=[a])\n"],
    [
      "a time zone of a schedule that nothing has",
      "s = dg.ScheduleDefinition(job=j, cron_schedule='@daily', execution_timezone='Mars')\ndefs = dg.Definitions(jobs=[j])\n",
    ],
    ["an argument that is needed", "s = dg.AssetSpec()\ndefs = dg.Definitions(assets=[a])\n"],
    ["an argument of no name", "s = dg.AssetSpec('s', ['a'])\ndefs = dg.Definitions(assets=[a])\n"],
    ["an argument that there is not", "@dg.asset(grup_name='x')\ndef b(): ...\n\ndefs = dg.Definitions(assets=[b])\n"],
    [
      "several outputs handed on as one",
      "@dg.op(out={'x': dg.Out(), 'y': dg.Out()})\ndef s(): ...\n\n@dg.op\ndef t(v): ...\n\n@dg.job\ndef k():\n    t(s())\n\ndefs = dg.Definitions(jobs=[k])\n",
    ],
    [
      "more names than outputs",
      "@dg.op(out={'x': dg.Out(), 'y': dg.Out()})\ndef s(): ...\n\n@dg.job\ndef k():\n    x, y, z = s()\n",
    ],
    ["one output taken apart", "@dg.job\ndef k():\n    x, y = o()\n"],
    [
      "an output of another name",
      "@dg.op(out={'x': dg.Out(), 'y': dg.Out()})\ndef s(): ...\n\n@dg.job\ndef k():\n    s().z\n",
    ],
    ["an output that a job returns", "@dg.job\ndef k():\n    return o()\n\ndefs = dg.Definitions(jobs=[k])\n"],
    [
      "a graph that lacks an output",
      "@dg.graph_multi_asset(outs={'x': dg.AssetOut(), 'y': dg.AssetOut()})\ndef g():\n    return {'x': o()}\n\ndefs = dg.Definitions(assets=[g])\n",
    ],
    [
      "an input that there is not",
      "@dg.op\ndef t(v): ...\n\n@dg.job\ndef k():\n    t(w=o())\n\ndefs = dg.Definitions(jobs=[k])\n",
    ],
    [
      "a check in both lists",
      "@dg.asset_check(asset=a)\ndef c(): ...\n\ndefs = dg.Definitions(assets=[a, c], asset_checks=[c])\n",
    ],
    ["a misspelt import", "from dagster import Definitons\n"],
    ["a misspelt attribute", "x = dg.multiproces_executor\n"],
    ["an own function that lacks an argument", "def f(x): ...\n\nf()\n"],
  ])("%s", async (_, text) => {
    expect(await placesIn("DAG-030", head + text)).toHaveLength(1);
  });

  test("two objects in a file of its folder of definitions", async () => {
    const text =
      "from pathlib import Path\nimport dagster as dg\n\ndefs = dg.load_from_defs_folder(path_within_project=Path(__file__).parent)\n";
    const settings = { path: "dags/pyproject.toml", text: '[tool.dg.project]\nroot_module = "study"\n' };
    const file = (more: string) => ({
      path: "dags/study/defs/one.py",
      text: `import dagster as dg\n\none = dg.Definitions()\n${more}`,
    });
    expect(await placesIn("DAG-030", text, { context: [settings, file("two = dg.Definitions()\n")] })).toEqual(["4:8"]);
    expect(await placesIn("DAG-030", text, { context: [settings, file("")] })).toEqual([]);
  });

  test.each([
    [
      "the same job twice",
      "defs = dg.Definitions(jobs=[j, j], schedules=[dg.ScheduleDefinition(job=j, cron_schedule='@daily')])\n",
    ],
    [
      "what is refused where it may not be made",
      "import os\nif os.environ.get('X'):\n    p = dg.DailyPartitionsDefinition('1.2.2024')\ndefs = dg.Definitions(assets=[a])\n",
    ],
    [
      "what is refused and caught",
      "try:\n    p = dg.DailyPartitionsDefinition('1.2.2024')\nexcept ValueError:\n    p = None\ndefs = dg.Definitions(assets=[a])\n",
    ],
    [
      "an argument that is deprecated",
      "@dg.asset(compute_kind='python')\ndef b(): ...\n\ndefs = dg.Definitions(assets=[b])\n",
    ],
    [
      "the same resource twice",
      "defs = dg.Definitions.merge(dg.Definitions(resources={'db': 1}), dg.Definitions(resources={'db': 1}))\n",
    ],
    [
      "an input that may come from elsewhere",
      "from x import more\n@dg.asset\ndef b(nowhere): ...\n\ndefs = dg.Definitions(assets=[a, b, *more()])\n",
    ],
    [
      "a part of what can be made apart",
      "@dg.multi_asset(specs=[dg.AssetSpec('b'), dg.AssetSpec('c')], can_subset=True)\ndef m(): ...\n\ndefs = dg.Definitions(assets=[m], jobs=[dg.define_asset_job('k', 'b')])\n",
    ],
    [
      "an asset that a schedule brings",
      "defs = dg.Definitions(schedules=[dg.ScheduleDefinition(name='s', target=[a], cron_schedule='@daily')])\n",
    ],
    [
      "sources of one key",
      "@dg.observable_source_asset(name='a')\ndef s(): ...\n\ndefs = dg.Definitions(assets=[a, s, dg.SourceAsset('a')])\n",
    ],
    [
      "specs that say the same",
      "defs = dg.Definitions(assets=[dg.AssetSpec('b', deps=['c']), dg.AssetSpec('b', deps=['c'], tags={})])\n",
    ],
    [
      "the same op in two jobs",
      "@dg.job\ndef k():\n    o()\n    o.alias('p')()\n\ndefs = dg.Definitions(jobs=[j, k])\n",
    ],
    [
      "a resource of nowhere where more may be there",
      "from x import more\n@dg.asset(required_resource_keys={'r'})\ndef b(): ...\n\ndefs = dg.Definitions(assets=[b], resources=more())\n",
    ],
    ["a dependency of nowhere", "@dg.asset(deps=['nowhere'])\ndef b(): ...\n\ndefs = dg.Definitions(assets=[a, b])\n"],
    [
      "an input without data",
      "@dg.asset(ins={'n': dg.AssetIn(dagster_type=dg.Nothing)})\ndef b(): ...\n\ndefs = dg.Definitions(assets=[a, b])\n",
    ],
  ])("but %s", async (_, text) => {
    expect(await placesIn("DAG-030", head + text)).toEqual([]);
  });
});

test("says how to try what was mended", async () => {
  const text = `${head}@dg.asset(name='a')\ndef b(): ...\n\ndefs = dg.Definitions(assets=[a, b])\n`;
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text }] });
  const [refused] = findings.filter(({ rule }) => rule === "DAG-030");
  expect(refused?.remedy).toContain("`dagster definitions validate`");
});
