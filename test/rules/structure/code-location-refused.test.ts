import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

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
  ])("%s", async (_, text) => {
    expect(await placesIn("DAG-030", head + text)).toHaveLength(1);
  });

  test.each([
    [
      "the same job twice",
      "defs = dg.Definitions(jobs=[j, j], schedules=[dg.ScheduleDefinition(job=j, cron_schedule='@daily')])\n",
    ],
    [
      "an input that may come from elsewhere",
      "from x import more\n@dg.asset\ndef b(nowhere): ...\n\ndefs = dg.Definitions(assets=[a, b, *more()])\n",
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
