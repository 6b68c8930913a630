import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { loadPythonTools } from "../../../src/analysis/python-tools.ts";
import { changedPrograms } from "../../support/changed-programs.ts";
import { compareLocation, countLocations, type LocationTruth, readLocationOf } from "../../support/dagster-truth.ts";
import { installDagster } from "../../support/install-dagster.ts";

// As with DAGs: whatever Dagster makes of a program that nobody thought of, what is said of it to be exact must be so.

const dump = fileURLToPath(new URL("dump_locations.py", import.meta.url));
const corpus = fileURLToPath(new URL("../../fixtures/dagster-corpus", import.meta.url));
const tools = await loadPythonTools();
const folder = mkdtempSync(join(tmpdir(), "countersign-changed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const count = Number(process.env.COUNTERSIGN_CHANGED_LOCATIONS ?? 300);
const seed = Number(process.env.COUNTERSIGN_SEED ?? 3);

test("of programs changed at random nothing is said that Dagster does not hold", async () => {
  const names = readdirSync(corpus).filter((name) => /\.py$/.test(name) && !/exec|listing/.test(name));
  const texts = names.map((name) => readFileSync(join(corpus, name), "utf8"));
  for (const shared of ["loaded_parts", "loaded_package", "twice_defined", "bare_folder", "tables.yaml"])
    cpSync(join(corpus, shared), join(folder, shared), { recursive: true });
  const programs = changedPrograms(texts, count, seed).filter(
    (text) => tools.findSyntaxProblems(text, "3.11").length === 0,
  );
  const written = programs.map((text, index) => {
    writeFileSync(join(folder, `changed_${index}.py`), text);
    return `changed_${index}.py`;
  });
  const dagster = await installDagster();
  const { files } = (await dagster.run([dump, folder, ...written])) as {
    files: Readonly<Record<string, LocationTruth>>;
  }; // as the program prints it
  const rows = Object.entries(files).flatMap(([file, truth]) =>
    compareLocation(file, readLocationOf(folder, file, tools), truth),
  );
  console.table(countLocations(rows));
  expect(rows.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
  expect(rows.filter(({ verdict, what }) => verdict === "exact" && what !== "file").length).toBeGreaterThan(100);
});
