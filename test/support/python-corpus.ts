import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheProgram } from "./cached-program.ts";
import { installUv } from "./install-uv.ts";
import { runCommand } from "./run-command.ts";

const providers = fileURLToPath(new URL("../fixtures/python-corpus.txt", import.meta.url));

/** Of Airflow 2, whose sources are others. */
const airflow2 = "apache-airflow==2.11.2";

/** How many files it has. */
export const countOfCorpus = 3000;

/**
 * A directory with 3,000 Python files below `dags/`, always the same: all example DAGs of Airflow 2 and 3 and of many providers, and files of
 * their sources by lot. Files without code are left out. They are fetched once, by uv.
 */
export async function fetchPythonCorpus(): Promise<string> {
  return cacheProgram("python-corpus-1", async (place) => {
    const uv = await installUv();
    const packages = join(place, "packages");
    await install(uv, join(packages, "airflow3"), ["-r", providers]);
    await install(uv, join(packages, "airflow2"), [airflow2]);
    for (const path of await choose(packages)) {
      const target = join(place, "dags", path);
      await mkdir(dirname(target), { recursive: true });
      await copyFile(join(packages, path), target);
    }
    await rm(packages, { recursive: true });
  });
}

async function install(uv: string, target: string, wanted: readonly string[]): Promise<void> {
  const { code, stderr } = await runCommand(
    uv,
    ["pip", "install", "--quiet", "--no-deps", "--target", target, ...wanted],
    {
      cwd: "/",
    },
  );
  if (code !== 0) throw new Error(`the corpus could not be installed: ${stderr.slice(-1000)}`);
}

async function choose(packages: string): Promise<readonly string[]> {
  const all = (await readdir(packages, { recursive: true })).filter((path) => path.endsWith(".py")).sort();
  const lotOf = (path: string): string =>
    path.includes("/example_dags/") ? "" : createHash("sha256").update(path).digest("hex");
  const drawn = Map.groupBy(all, lotOf);
  const chosen: string[] = [];
  for (const path of [...drawn.keys()].sort().flatMap((lot) => drawn.get(lot) ?? [])) {
    if (chosen.length === countOfCorpus) break;
    if (/^[^#\s]/m.test(await readFile(join(packages, path), "utf8"))) chosen.push(path);
  }
  if (chosen.length < countOfCorpus)
    throw new Error(`the corpus has ${chosen.length} files, ${countOfCorpus} are wanted`);
  return chosen;
}
