import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadPythonTools } from "../../src/analysis/python-tools.ts";
import { mightContainDag } from "../../src/python/dag-discovery.ts";
import { listDagFiles } from "../../src/python/discovery/list-dag-files.ts";
import { compareWithTruth, type FolderTruth, readFileOf } from "../support/dag-truth.ts";

// What Airflow itself makes of the corpus is kept in JSON files, which test/real/airflow/dag-model.test.ts holds against it.

const corpus = fileURLToPath(new URL("../fixtures/airflow-corpus", import.meta.url));
const tools = await loadPythonTools();

/** Of which it does not matter whether it is exact, as long as it is not wrong. */
const trap = /^trap_/;
/** What depends on the environment or chance, or is too much to be followed. */
const undecidable = /^(unknown_|exec_of_source|edges_to_what_is_unknown|list_that_may_grow|too_much)/;
/** Of which all that matters can be known nevertheless. */
const decidable = /^unknown_(facts|same_either_way|variable|date|that_raises)/;

const folders = [
  { folder: "both", airflow: 3 },
  { folder: "three", airflow: 3 },
  { folder: "both", airflow: 2 },
  { folder: "two", airflow: 2 },
] as const;

function truthOf(folder: string, airflow: 2 | 3): FolderTruth {
  return JSON.parse(readFileSync(join(corpus, `${folder}.airflow-${airflow}.json`), "utf8"));
}

// Programs of which not all has to be followed. What is not is said to be so.
test.each([
  { airflow: 3, exact: 188 },
  { airflow: 2, exact: 175 },
] as const)("hard, as Airflow $airflow has it: nothing is wrong, and most is exact", ({ airflow, exact }) => {
  const read = (path: string): ReturnType<typeof readFileOf> => readFileOf(join(corpus, "hard"), path, airflow, tools);
  const rows = compareWithTruth(truthOf("hard", airflow), read, airflow);
  expect(rows.filter((row) => row.verdict === "wrong")).toEqual([]);
  expect(rows.filter((row) => row.verdict === "exact").length).toBeGreaterThanOrEqual(exact);
});

/** Refused for what no file tells: `virtualenv` is not installed, a DAG's parameter is one of another. */
const unforeseen = /^(branch_kinds|dag_on_dag)\.py$/;

test.each([3, 2] as const)(
  "hard, as Airflow %i has it: no DAG of a file that is refused is said to be there",
  (airflow) => {
    const refused = Object.keys(truthOf("hard", airflow).import_errors).filter((file) => !unforeseen.test(file));
    const there = refused.filter((file) => {
      const { dags } = readFileOf(join(corpus, "hard"), file, airflow, tools);
      return dags.some(({ isRegistered, certainty }) => isRegistered !== false && certainty === "exact");
    });
    expect(there).toEqual([]);
  },
);

test.each(folders)(
  "$folder, as Airflow $airflow has it: nothing is wrong, all that is decidable is exact",
  ({ folder, airflow }) => {
    const truth = truthOf(folder, airflow);
    const rows = compareWithTruth(truth, (path) => readFileOf(join(corpus, folder), path, airflow, tools), airflow);
    expect(rows.filter((row) => row.verdict === "wrong")).toEqual([]);
    const isOpen = (file: string): boolean => trap.test(file) || (undecidable.test(file) && !decidable.test(file));
    expect(rows.filter((row) => row.verdict !== "exact" && !isOpen(row.file))).toEqual([]);
    expect(rows.length).toBeGreaterThan(5);
  },
);

test.each(folders)(
  "$folder, as Airflow $airflow has it: what cannot be decided is never said to be exact",
  ({ folder, airflow }) => {
    for (const file of truthOf(folder, airflow).files) {
      if (!undecidable.test(file) || decidable.test(file)) continue;
      const module = readFileOf(join(corpus, folder), file, airflow, tools);
      const isExact = module.certainty === "exact" && module.dags.every((dag) => dag.certainty === "exact");
      expect({ file, isExact }).toEqual({ file, isExact: false });
    }
  },
);

test.each(folders)("$folder, as Airflow $airflow has it: what it refuses is foreseen", ({ folder, airflow }) => {
  const { import_errors } = truthOf(folder, airflow);
  for (const [file, error] of Object.entries(import_errors)) {
    // This one is refused since two files have one DAG, which no file knows of alone.
    if (error === "AirflowDagDuplicatedIdException") continue;
    const { failures } = readFileOf(join(corpus, folder), file, airflow, tools);
    expect({ file, failures: failures.length }).not.toEqual({ file, failures: 0 });
  }
});

test.each(folders)("$folder, as Airflow $airflow has it: the same files are looked into", ({ folder, airflow }) => {
  const place = join(corpus, folder);
  const paths = readdirSync(place, { recursive: true, encoding: "utf8" }).filter(
    (path) => !path.includes("__pycache__"),
  );
  const found = listDagFiles({ paths, ignoreFiles: new Map(), airflow, syntax: null });
  const kept = found.filter((path) => mightContainDag(readFileSync(join(place, path), "utf8"), airflow));
  expect(kept).toEqual(truthOf(folder, airflow).files);
});
