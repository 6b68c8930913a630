import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadPythonTools } from "../../../src/analysis/python-tools.ts";
import {
  compareLocation,
  countLocations,
  formatLocations,
  type LocationRow,
  type LocationTruth,
  readLocationOf,
} from "../../support/dagster-truth.ts";
import { type DagsterProgram, installDagster } from "../../support/install-dagster.ts";

const dump = fileURLToPath(new URL("dump_locations.py", import.meta.url));
const extract = fileURLToPath(new URL("extract_examples.py", import.meta.url));
const corpus = fileURLToPath(new URL("../../fixtures/dagster-corpus", import.meta.url));
const tools = await loadPythonTools();
const scratch = mkdtempSync(join(tmpdir(), "countersign-dagster-"));

let dagster: DagsterProgram;
beforeAll(async () => {
  dagster = await installDagster();
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

type Files = Readonly<Record<string, LocationTruth>>;

async function truthOf(folder: string, names: readonly string[]): Promise<Files> {
  const answer = (await dagster.run([dump, folder, ...names])) as { files: Files }; // as the program prints it
  return answer.files;
}

const table: unknown[] = [];

function compare(name: string, folder: string, truth: Files): readonly LocationRow[] {
  const rows = Object.entries(truth).flatMap(([file, one]) =>
    compareLocation(file, readLocationOf(folder, file, tools), one),
  );
  table.push({ what: name, files: Object.keys(truth).length, ...countLocations(rows) });
  for (const { verdict, file, what, name: own, why } of rows)
    if (verdict !== "exact") console.log(`${name}: ${verdict} ${file} ${what} ${own}: ${why}`);
  return rows;
}

test("the corpus: what is kept of it is what Dagster says", async () => {
  const names = readdirSync(corpus).filter((name) => name.endsWith(".py"));
  const projects = readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter((name) =>
    /^projects\/([^/]+\/(src\/)?[^/]+\/definitions|\w*autoload\w*\/(src\/)?[^/]+\/defs\/__init__)\.py$/.test(name),
  );
  const truth = await truthOf(corpus, [...names, ...projects].sort());
  await expect(formatLocations(truth)).toMatchFileSnapshot(join(corpus, "locations.dagster.json"));
  const rows = compare("corpus", corpus, truth);
  expect(rows.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
});

test("the examples of Dagster's own documentation: nothing is wrong", async () => {
  const folder = mkdtempSync(join(scratch, "docs-"));
  const names = (await dagster.run([extract, folder])) as string[]; // as the program prints it
  const truth = await truthOf(folder, names);
  const loaded = Object.fromEntries(Object.entries(truth).filter(([, { error }]) => error === null));
  expect(Object.keys(loaded).length).toBeGreaterThan(50);
  const rows = compare("examples in docstrings", folder, loaded);
  expect(rows.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
  const counts = countLocations(rows);
  expect(counts.exact / counts.definitions).toBeGreaterThan(0.85);
});

test("the examples of packages: nothing is wrong", async () => {
  const folder = join(scratch, "packages");
  const lib = join(dagster.directory, "lib");
  const packages = readdirSync(lib).map((python) => join(lib, python, "site-packages"));
  for (const name of ["dagstermill", "dagster_pandas"])
    for (const place of packages.map((one) => join(one, name, "examples")).filter((one) => existsSync(one)))
      cpSync(place, join(folder, name), { recursive: true });
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".py"));
  const rows = compare("examples of packages", folder, await truthOf(folder, names.sort()));
  expect(rows.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
});

test("the table", () => {
  console.table(table);
  expect(table).toHaveLength(3);
});
