import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspectionCacheBytes } from "../../src/service/start-service.ts";
import { cacheProgram } from "../support/cached-program.ts";
import { installPythonPackages } from "../support/install-python-packages.ts";
import { type Costs, measureCommand } from "../support/measure-command.ts";
import { countOfCorpus, fetchPythonCorpus } from "../support/python-corpus.ts";
import { runCommand } from "../support/run-command.ts";
import type { Figure } from "./main.ts";

const root = join(import.meta.dirname, "../..");
const builder = join(root, "test/house/build-package.ts");
const main = join(root, "dist/bin/countersign.cjs");
const again = join(import.meta.dirname, "../support/inspect-again.ts");
const bandit = "bandit==1.9.4";

/** `check` of the package with all rules over 3,000 real Python files, cold and warm, beside bandit over the same files; and over one DAG. */
export async function bench(): Promise<readonly Figure[]> {
  const corpus = await fetchPythonCorpus();
  const peer = await cacheProgram("bandit-1.9.4", (place) => installPythonPackages(place, [bandit]));
  await buildPackage();
  const place = mkdtempSync(join(tmpdir(), "countersign-bench-")); // no git around it, which would ignore the corpus
  try {
    cpSync(join(corpus, "dags"), join(place, "dags"), { recursive: true });
    const check = [process.execPath, main, "check", "--format", "json"];
    const cold = await median(3, () => measureCommand([...check, place]));
    const warm = await median(3, () => measureWarm(join(place, "dags")));
    const second = await median(3, () => measureWarm(join(place, "dags"), inspectionCacheBytes));
    const one = await median(7, () => measureCommand([...check, writeDag(place)]));
    const other = await measureCommand([join(peer, "bin", "bandit"), "-q", "-r", "-f", "json", place]);
    return [
      ...figuresOf(`check: ${countOfCorpus} Python files, cold CLI`, cold, "median of 3"),
      ...figuresOf(
        `check: ${countOfCorpus} Python files, warm inspector`,
        warm,
        "second pass, nothing remembered, median of 3",
      ),
      ...figuresOf(
        "check: the same files pushed again, warm inspector",
        second,
        "one file of 100 is another, as the service remembers the rest, median of 3",
      ),
      ...figuresOf(`check: the same files, ${bandit}`, other, "once"),
      ...ratiosOf("cold CLI", other, cold),
      ...ratiosOf("warm inspector", other, warm),
      ...ratiosOf("a second push", other, second),
      ...figuresOf("check: one DAG, cold CLI", one, "median of 7"),
    ];
  } finally {
    rmSync(place, { recursive: true });
  }
}

function figuresOf(name: string, { wallMs, cpuMs, peakBytes }: Costs, note: string): readonly Figure[] {
  return [
    { name, value: wallMs, unit: "ms", note: `wall, ${note}` },
    { name, value: cpuMs, unit: "ms", note: `CPU, ${note}` },
    { name, value: peakBytes / 1e6, unit: "MB", note: "most memory at once" },
  ];
}

function ratiosOf(name: string, theirs: Costs, ours: Costs): readonly Figure[] {
  return [
    { name: `check: bandit to ${name}`, value: theirs.wallMs / ours.wallMs, unit: "x", note: "wall, more is better" },
    { name: `check: bandit to ${name}`, value: theirs.cpuMs / ours.cpuMs, unit: "x", note: "CPU, more is better" },
  ];
}

/** What people run is compiled: from the sources Node has to strip their types at each start. */
async function buildPackage(): Promise<void> {
  const { code, stderr } = await runCommand(process.execPath, [builder], { cwd: root });
  if (code !== 0) throw new Error(`the package could not be built: ${stderr.slice(-500)}`);
}

async function measureWarm(directory: string, remembered = 0): Promise<Costs> {
  const args = [again, directory, String(remembered)];
  const { code, stdout, stderr } = await runCommand(process.execPath, args, { cwd: "/" });
  if (code !== 0) throw new Error(`the inspector ended with ${code}: ${stderr.slice(-500)}`);
  const costs = JSON.parse(stdout) as Costs & { readonly filesInspected: number }; // as the program prints it
  if (costs.filesInspected !== countOfCorpus) throw new Error(`only ${costs.filesInspected} files were inspected`);
  return costs;
}

/** The run in the middle, by its CPU. */
async function median(rounds: number, run: () => Promise<Costs>): Promise<Costs> {
  const all: Costs[] = [];
  while (all.length < rounds) all.push(await run());
  const found = all.toSorted((a, b) => a.cpuMs - b.cpuMs)[Math.floor(rounds / 2)];
  if (found === undefined) throw new Error("nothing was measured");
  return found;
}

function writeDag(place: string): string {
  const path = join(place, "one/dags/nightly.py");
  mkdirSync(join(place, "one/dags"), { recursive: true });
  writeFileSync(
    path,
    `from datetime import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Param

with DAG("nightly", schedule="@daily", start_date=datetime(2026, 1, 1), catchup=False, params={"n": Param(1, type="integer")}):
    start = BashOperator(task_id="start", bash_command="true", env={"TOKEN": "{{ var.value.token }}"})
    start >> [BashOperator(task_id=f"t{n}", bash_command=f"echo {n}") for n in range(20)]
`,
  );
  return path;
}
