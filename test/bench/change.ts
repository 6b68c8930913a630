import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheProgram } from "../support/cached-program.ts";
import { installAirflow } from "../support/install-airflow.ts";
import { installPythonPackages } from "../support/install-python-packages.ts";
import { makeLargeRepository } from "../support/large-repository.ts";
import { measureCommand } from "../support/measure-command.ts";
import { runCommand } from "../support/run-command.ts";
import type { Figure } from "./main.ts";

const program = join(import.meta.dirname, "../support/look-at-changes.ts");
const [small, large] = [100, 100_000];
const looks = 20;
const readDags = `
import sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(dag_folder=sys.argv[1])
assert bag.dags and not bag.import_errors, bag.import_errors
`;

/** What a change of one DAG costs the service in a small repository and in a large one, beside a CI job in the small one. */
export async function bench(): Promise<readonly Figure[]> {
  const root = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  try {
    const { few, many, peakBytes } = await lookAtBoth(root);
    const job = await measureJob(root);
    const note = `CPU with git's, mean of ${looks}, in turns`;
    return [
      { name: `change: one DAG of ${small} files`, value: few.each, unit: "ms", note },
      { name: `change: one DAG of ${large} files`, value: many.each, unit: "ms", note },
      {
        name: `change: one DAG of ${small} files, alone`,
        value: few.before,
        unit: "ms",
        note: "less memory, cheaper git",
      },
      { name: "change: large to small", value: many.each / few.each, unit: "x", note: "less is better" },
      { name: `change: fetching it, of ${small} files`, value: few.fetching, unit: "ms", note: `${note}, both sides` },
      { name: `change: fetching it, of ${large} files`, value: many.fetching, unit: "ms", note: `${note}, both sides` },
      { name: `change: first look at ${large} files`, value: many.first, unit: "ms", note: "CPU, 2,000 DAGs, once" },
      { name: "change: memory with both", value: peakBytes / 1e6, unit: "MB", note: "most at once" },
      { name: "change: peer, ruff, bandit and DagBag", value: job, unit: "ms", note: `CPU, ${small} files` },
      { name: "change: peer to ours", value: job / (few.each + few.fetching), unit: "x", note: "CPU, more is better" },
    ];
  } finally {
    rmSync(root, { recursive: true });
  }
}

interface Looked {
  readonly first: number;
  /** Before the service had the other repository. */
  readonly before: number;
  readonly each: number;
  readonly fetching: number;
}

interface LookedAtBoth {
  readonly few: Looked;
  readonly many: Looked;
  readonly peakBytes: number;
}

/** By one service that has both. */
async function lookAtBoth(root: string): Promise<LookedAtBoth> {
  const repositories = [small, large].map((files) => join(root, `${files}.git`));
  for (const [index, files] of [small, large].entries())
    makeLargeRepository(repositories[index] ?? "", files, 2 * looks + 5);
  const own = join(root, "own");
  mkdirSync(own);
  const args = [program, own, String(looks), ...repositories];
  const { code, stdout, stderr } = await runCommand(process.execPath, args, { cwd: "/" });
  if (code !== 0) throw new Error(`the looks ended with ${code ?? "no answer in time"}: ${stderr.slice(-1000)}`);
  const told = JSON.parse(stdout) as { repositories: [Looked, Looked]; peakBytes: number }; // as the program prints it
  const [few, many] = told.repositories;
  return { few, many, peakBytes: told.peakBytes };
}

/** A CI job that checks the whole repository, without the checkout and the installation. */
async function measureJob(root: string): Promise<number> {
  const airflow = await installAirflow(3);
  const ruff = await cacheProgram("ruff-0.17.3", (own) => installPythonPackages(own, ["ruff==0.17.3"]));
  const bandit = await cacheProgram("bandit-1.9.4", (own) => installPythonPackages(own, ["bandit==1.9.4"]));
  const clone = join(root, "clone");
  execFileSync("git", ["clone", "--quiet", join(root, `${small}.git`), clone]);
  const home = join(airflow.directory, "home");
  const environment = ["env", `AIRFLOW_HOME=${home}`, "AIRFLOW__CORE__LOAD_EXAMPLES=False", `PYTHONPATH=${clone}`];
  const commands = [
    [join(ruff, "bin", "ruff"), "check", "--no-cache", clone],
    [join(bandit, "bin", "bandit"), "-q", "-r", clone],
    [...environment, join(airflow.directory, "bin", "python"), "-W", "ignore", "-c", readDags, join(clone, "dags")],
  ];
  let sum = 0;
  for (const command of commands) sum += (await measureCommand(command)).cpuMs;
  return sum;
}
