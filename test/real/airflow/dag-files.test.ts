import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listDagFiles } from "../../../src/python/discovery/list-dag-files.ts";
import { treesFor, writeTree } from "../../support/ignored-trees.ts";
import { type AirflowProgram, installAirflow } from "../../support/install-airflow.ts";

const program = fileURLToPath(new URL("list_files.py", import.meta.url));
const count = 150;
const seeds = [7, 11, 1987, 20_261_121];

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "countersign-dags-"));
});
afterAll(async () => {
  await rm(base, { recursive: true, force: true });
});

const cases = [
  { version: 3, syntax: "glob" },
  { version: 3, syntax: "regexp" },
  { version: 2, syntax: "glob" },
  { version: 2, syntax: "regexp" },
] as const;

describe.each(cases)("Airflow $version, $syntax", ({ version, syntax }) => {
  let airflow: AirflowProgram;
  beforeAll(async () => {
    airflow = await installAirflow(version);
  });

  test.each(seeds)(`finds the same files in ${count} folders (%s)`, async (seed) => {
    const samples = fc.sample(treesFor(syntax), { numRuns: count, seed });
    const root = join(base, `${version}-${syntax}-${seed}`);
    for (const [index, sample] of samples.entries()) await writeTree(join(root, String(index)), sample);
    const found = (await airflow.run([program, syntax, root])) as Readonly<Record<string, readonly string[] | null>>; // as the program prints it
    const mine = samples.map(({ paths, ignores }) =>
      listDagFiles({ paths, ignoreFiles: new Map(Object.entries(ignores)), airflow: version, syntax }),
    );
    for (const [index, sample] of samples.entries()) {
      const real = found[index];
      if (real !== null) expect({ ...sample, found: mine[index] }).toEqual({ ...sample, found: real?.toSorted() });
    }
    expect(new Set(mine.map((one) => one.length)).size).toBeGreaterThan(3);
    expect(Object.values(found).filter((one) => one !== null).length).toBeGreaterThan(count / 2);
  });
});
