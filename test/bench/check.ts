import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { createInspector } from "../../src/analysis/inspector.ts";
import type { Figure } from "./main.ts";

const main = join(import.meta.dirname, "../../src/main.ts");
const files = 60;
const tasks = 20;

/** `check` over 3,000 lines of DAGs, cold and warm, beside CPython's own compiler over the same files. */
export async function bench(): Promise<readonly Figure[]> {
  const root = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  try {
    const paths = writeDags(root);
    const cold = medianMs(() => run(process.execPath, [main, "check", root, "--format", "json"]));
    const one = medianMs(() => run(process.execPath, [main, "check", join(root, "dags/dag_0.py")]));
    const peer = medianMs(() => run("python3", ["-m", "py_compile", ...paths]));
    const warm = await measureWarm();
    return [
      {
        name: "check: 60 DAG files, cold CLI",
        value: cold,
        unit: "ms",
        note: `${files * (tasks * 2 + 10)} lines, median of 5`,
      },
      { name: "check: one DAG file, cold CLI", value: one, unit: "ms", note: "median of 5" },
      {
        name: "check: 60 DAG files, warm inspector",
        value: warm,
        unit: "ms",
        note: `${availableParallelism()} workers, median of 5`,
      },
      {
        name: "check: peer, python3 -m py_compile",
        value: peer,
        unit: "ms",
        note: "the same files, syntax only, median of 5",
      },
      { name: "check: warm inspector to peer", value: warm / peer, unit: "x", note: "less is better" },
    ];
  } finally {
    rmSync(root, { recursive: true });
  }
}

function textOf(number: number): string {
  const lines = Array.from(
    { length: tasks },
    (_, n) => `    t${n} = BashOperator(task_id="t${n}", bash_command="echo {{ ds }} ${n}")\n    start >> t${n}`,
  );
  return `from __future__ import annotations

from datetime import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Param

with DAG("dag_${number}", schedule="@daily", start_date=datetime(2026, 1, 1), catchup=False, params={"n": Param(${number}, type="integer")}):
    start = BashOperator(task_id="start", bash_command="true", env={"TOKEN": "{{ var.value.token }}"})
${lines.join("\n")}
`;
}

function writeDags(root: string): readonly string[] {
  mkdirSync(join(root, "dags"));
  return Array.from({ length: files }, (_, number) => {
    const path = join(root, `dags/dag_${number}.py`);
    writeFileSync(path, textOf(number));
    return path;
  });
}

async function measureWarm(): Promise<number> {
  const workers = availableParallelism();
  const inspector = createInspector({ workers, deadlineMs: 20_000, log: pino({ level: "silent" }) });
  const input = {
    files: Array.from({ length: files }, (_, number) => ({
      path: `dags/dag_${number}.py`,
      kind: "dag",
      content: new TextEncoder().encode(textOf(number)),
      changedLines: null,
    })),
    context: [],
    python: "3.12",
    severities: {},
    today: "2026-01-01",
  };
  try {
    await inspector.inspect(input);
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const start = performance.now();
      const { filesInspected, findings } = await inspector.inspect(input);
      if (filesInspected !== files || findings.length > 0) throw new Error("the check did not do its work");
      times.push(performance.now() - start);
    }
    return median(times);
  } finally {
    await inspector.close();
  }
}

function medianMs(work: () => void): number {
  return median(
    Array.from({ length: 5 }, () => {
      const start = performance.now();
      work();
      return performance.now() - start;
    }),
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
}
