import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadPythonTools } from "../../../src/analysis/python-tools.ts";
import { changedPrograms } from "../../support/changed-programs.ts";
import { compareWithTruth, countVerdicts, type FolderTruth, readFileOf } from "../../support/dag-truth.ts";
import { installAirflow } from "../../support/install-airflow.ts";

// The corpus says what was thought of. Programs that were changed at random say what was not: whatever Airflow makes of one, what
// is said of it to be exact must be so.

const dump = fileURLToPath(new URL("dump_dags.py", import.meta.url));
const corpus = fileURLToPath(new URL("../../fixtures/airflow-corpus", import.meta.url));
const kinds = ["both", "hard"];
const tools = await loadPythonTools();
const count = 300;

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "countersign-mutated-"));
});
afterAll(async () => {
  await rm(base, { recursive: true, force: true });
});

/** Changed programs that Python can compile, each under a name of its own. */
async function writeMutated(folder: string, seed: number): Promise<void> {
  const files = await Promise.all(
    kinds.map(async (kind) => (await readdir(join(corpus, kind))).map((name) => join(kind, name))),
  );
  const names = files.flat().filter((name) => /\.py$/.test(name) && !/\/(too_much|exec|raises)/.test(name));
  const texts = await Promise.all(names.map((name) => readFile(join(corpus, name), "utf8")));
  for (const [index, text] of changedPrograms(texts, count, seed).entries()) {
    if (tools.findSyntaxProblems(text, "3.11").length > 0) continue;
    await writeFile(join(folder, `mutated_${index}.py`), text);
  }
}

test.each([
  { version: 3, seed: 1 },
  { version: 2, seed: 2 },
] as const)(
  "of programs changed at random nothing is said that Airflow $version does not hold",
  async ({ version, seed }) => {
    const airflow = await installAirflow(version);
    const folder = join(base, `airflow-${version}`);
    await mkdir(folder, { recursive: true });
    for (const shared of ["both/shared", "both/data", "hard/hard_parts"])
      await cp(join(corpus, shared), join(folder, basename(shared)), { recursive: true });
    await writeMutated(folder, seed);
    const answer = (await airflow.run([dump, "--each", folder])) as { folders: readonly FolderTruth[] }; // as the program prints it
    const [truth] = answer.folders;
    if (truth === undefined) throw new Error("a folder was asked for");
    const rows = compareWithTruth(truth, (path) => readFileOf(folder, path, version, tools), version);
    console.table(countVerdicts(rows));
    expect(rows.filter((row) => row.verdict === "wrong")).toEqual([]);
    expect(Object.keys(truth.left_out ?? {}).length).toBeLessThan(truth.files.length / 20);
    expect(rows.filter((row) => row.verdict === "exact").length).toBeGreaterThan(rows.length / 2);
  },
);
