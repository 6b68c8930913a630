import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { createInspector } from "../../src/analysis/inspector.ts";
import { describeConsequences } from "../../src/core/consequences/describe-consequences.ts";

const inspector = createInspector({ workers: 1, deadlineMs: 20_000, log: pino({ level: "silent" }) });
afterAll(() => inspector.close());

const bytes = (text: string) => new TextEncoder().encode(text);

async function linesOf(before: string, after: string, context: Readonly<Record<string, string>> = {}) {
  const { consequences } = await inspector.inspect({
    files: [
      {
        path: "dags/study.py",
        content: bytes(after),
        kind: "dag",
        changedLines: null,
        before: { path: "dags/study.py", content: bytes(before) },
      },
    ],
    context: Object.entries(context).map(([path, text]) => ({ path, content: bytes(text) })),
    python: "3.12",
    severities: {},
    today: "2026-11-20",
  });
  if (consequences === undefined) throw new Error("there are none");
  return describeConsequences(consequences, new Date("2026-11-21T12:00:00Z"));
}

const head = `import dagster as dg

@dg.asset
def visits(): ...

@dg.asset(key_prefix="clean")
def cohort(visits): ...

@dg.op
def o(): ...

@dg.job
def count():
    o()

@dg.job
def report():
    o()
`;
const location = (parts: string) => `${head}\ndefs = dg.Definitions(${parts})\n`;

test("jobs, schedules and assets of Dagster that come, go and run at other times", async () => {
  const before = location(
    "assets=[visits], jobs=[count], schedules=[dg.ScheduleDefinition(name='nightly', job=count, cron_schedule='0 1 * * *')]",
  );
  const after = location(
    "assets=[visits, cohort], jobs=[report], schedules=[dg.ScheduleDefinition(name='nightly', job=report, cron_schedule='0 5 * * *', execution_timezone='Europe/Oslo')]",
  );
  expect(await linesOf(before, after)).toEqual([
    "Job `count` is removed.",
    "Schedule `nightly` runs by `0 5 * * *` (Europe/Oslo) instead of `0 1 * * *`.",
    "Job `report` is new, of ops.",
    "Asset `clean/cohort` is new.",
  ]);
  expect(await linesOf(after, after)).toEqual([]);
});

test("what may be more than is listed is said to be so", async () => {
  const unclear = `import os\n${location("jobs=[count, *os.environ]")}`;
  expect(await linesOf(location("jobs=[report]"), unclear)).toEqual([
    "Job `report` is removed (as far as it can be known).",
  ]);
});

test("a code location that Dagster would not load any more", async () => {
  const twice = `${location("assets=[visits]")}again = dg.Definitions()\n`;
  expect(await linesOf(location("assets=[visits]"), twice)).toContain(
    "`dags/study.py` is not loaded by Dagster any more, with all its jobs and schedules.",
  );
});

test("a file that comes into a package, or leaves it, changes the code location that loads the package", async () => {
  const asset = (name: string) => bytes(`import dagster as dg\n\n@dg.asset\ndef ${name}(): ...\n`);
  const definitions = bytes(
    "import dagster as dg\nfrom dags import tables\n\ndefs = dg.Definitions(assets=dg.load_assets_from_package_module(tables))\n",
  );
  const kept = [
    { path: "dags/definitions.py", content: definitions },
    { path: "dags/tables/__init__.py", content: bytes("") },
    { path: "dags/tables/old.py", content: asset("old") },
  ];
  const fresh = { path: "dags/tables/fresh.py", content: asset("fresh") };
  const gone = { path: "dags/tables/gone.py", content: asset("gone") };
  const { consequences } = await inspector.inspect({
    files: [{ ...fresh, kind: "dag", changedLines: null, before: null }],
    removed: [{ ...gone, kind: "dag" }],
    context: kept,
    isContextComplete: true,
    python: "3.12",
    severities: {},
    today: "2026-11-20",
    known: { tree: [...kept, fresh].map(({ path, content }) => ({ path, mode: "100644", size: content.length })) },
  });
  expect(
    consequences === undefined ? [] : describeConsequences(consequences, new Date("2026-11-21T12:00:00Z")),
  ).toEqual(["Asset `gone` is removed.", "Asset `fresh` is new."]);
});

test("a file that the code location reads changes it", async () => {
  const definitions = "import dagster as dg\nfrom dags.study import jobs\n\ndefs = dg.Definitions(jobs=jobs)\n";
  const jobs = (names: string) => `${head}\njobs = [${names}]\n`;
  const context = { "dags/definitions.py": definitions };
  expect(await linesOf(jobs("count"), jobs("count, report"), context)).toEqual(["Job `report` is new, of ops."]);
});
