import { describe, expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { expectLinear } from "../../support/cost-of.ts";

async function told(path: string, text: string): Promise<readonly string[]> {
  const { findings } = await inspectTexts({ files: [{ path, text }] });
  return findings
    .filter(({ rule }) => rule === "SEC-035")
    .map(({ span: { start }, message }) => `${start.line}:${start.column} ${message}`);
}

describe("templates that are made with what a run is started with", () => {
  test("of SQL and of scripts", async () => {
    expect(await told("dags/a.sql", "SELECT 1\nFROM {{ dag_run.conf['t'] }};\n")).toEqual([
      "2:6 This SQL is made with `dag_run.conf['t']`, which whoever starts a run chooses.",
    ]);
    expect(await told("include/run.sh.j2", 'ls {{ dag_run.conf.get("d") }} {{ dag_run.conf.x | int }}\n')).toEqual([
      '1:4 This script is made with `dag_run.conf.get("d")`, which whoever starts a run chooses.',
    ]);
  });

  test.each([
    ["dates and constants", "dags/a.sql", "SELECT '{{ ds }}', '{{ dag_run.run_id }}', {{ params.n }}\n"],
    ["what is made a number", "dags/a.sql", "SELECT {{ dag_run.conf.n | int }}\n"],
    ["prose", "docs/a.md", "{{ dag_run.conf.x }}\n"],
  ])("not of %s", async (_, path, text) => {
    expect(await told(path, text)).toEqual([]);
  });

  test("in linear time", { timeout: 60_000 }, async () => {
    await expectLinear(20_000, (size) => told("a.sql", `dag_run ${"{{ dag_run.conf ".repeat(size / 10)}`));
  });
});
