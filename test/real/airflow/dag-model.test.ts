import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { loadPythonTools } from "../../../src/analysis/python-tools.ts";
import {
  compareWithTruth,
  countVerdicts,
  type FolderTruth,
  formatTruth,
  type Row,
  readFileOf,
} from "../../support/dag-truth.ts";
import { type AirflowProgram, installAirflow } from "../../support/install-airflow.ts";

const dump = fileURLToPath(new URL("dump_dags.py", import.meta.url));
const corpus = fileURLToPath(new URL("../../fixtures/airflow-corpus", import.meta.url));
const tools = await loadPythonTools();

async function truthOf(airflow: AirflowProgram, folder: string): Promise<FolderTruth> {
  const answer = (await airflow.run([dump, folder])) as { folders: readonly FolderTruth[] }; // as the program prints it
  const [truth] = answer.folders;
  if (truth === undefined) throw new Error("a folder was asked for");
  return truth;
}

/** Folders of examples that come with Airflow and its providers. */
function exampleFolders({ directory }: AirflowProgram): readonly string[] {
  const lib = join(directory, "lib");
  const packages = readdirSync(lib).map((python) => join(lib, python, "site-packages", "airflow"));
  const root = packages.find((place) => existsSync(place)) ?? "";
  const below = readdirSync(join(root, "providers"), { recursive: true, encoding: "utf8" });
  const examples = below
    .filter((path) => path.endsWith("example_dags/__init__.py"))
    .map((path) => join(root, "providers", dirname(path)));
  return [join(root, "example_dags"), ...examples].filter((place) => existsSync(place));
}

const lines: unknown[] = [];

function tell(name: string, rows: readonly Row[]): void {
  lines.push({ what: name, ...countVerdicts(rows) });
  for (const row of rows)
    if (row.verdict !== "exact") console.log(`${name}: ${row.verdict} ${row.file} ${row.dagId}: ${row.why}`);
}

describe.each([3, 2] as const)("the DAG model against the DagBag of Airflow %i", (version) => {
  let airflow: AirflowProgram;
  beforeAll(async () => {
    airflow = await installAirflow(version);
  });

  test("the examples that come with it: nothing is wrong, at least 85 % are exact", async () => {
    const rows: Row[] = [];
    for (const folder of exampleFolders(airflow)) {
      const truth = await truthOf(airflow, folder);
      rows.push(...compareWithTruth(truth, (path) => readFileOf(folder, path, version, tools), version));
    }
    tell(`examples of Airflow ${version}`, rows);
    const counts = countVerdicts(rows);
    expect(rows.filter((row) => row.verdict === "wrong")).toEqual([]);
    expect(counts.DAGs).toBeGreaterThanOrEqual(70);
    expect(counts.exact / counts.DAGs).toBeGreaterThanOrEqual(0.85);
  });

  test.each(["both", "hard", version === 3 ? "three" : "two"])(
    "the corpus, %s: what is kept of it is what Airflow says",
    async (folder) => {
      const truth = await truthOf(airflow, join(corpus, folder));
      await expect(formatTruth(truth)).toMatchFileSnapshot(join(corpus, `${folder}.airflow-${version}.json`));
      const rows = compareWithTruth(truth, (path) => readFileOf(join(corpus, folder), path, version, tools), version);
      tell(`corpus ${folder}, Airflow ${version}`, rows);
      expect(rows.filter((row) => row.verdict === "wrong")).toEqual([]);
    },
  );
});

test("the table", () => {
  console.table(lines);
  expect(lines).toHaveLength(8);
});
