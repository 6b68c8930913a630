import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listDagFiles } from "../../../src/python/discovery/list-dag-files.ts";
import { type AirflowProgram, installAirflow } from "../../support/install-airflow.ts";

const program = fileURLToPath(new URL("list_files.py", import.meta.url));
const count = 150;

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "countersign-dags-"));
});
afterAll(async () => {
  await rm(base, { recursive: true, force: true });
});

const name = fc.constantFrom("a", "b", "ab", "tests", "a.py", "b.py", "test_a.py", "x-y.py", "[a].py");
const path = fc
  .tuple(
    fc.array(fc.constantFrom("a", "b", "ab", "tests"), { maxLength: 3 }),
    fc.constantFrom("a.py", "b.py", "test_a.py", "[a].py"),
  )
  .map(([folders, file]) => [...folders, file].join("/"));
const glob = fc
  .array(fc.oneof(name, fc.constantFrom("*", "**", "/", "/", "!", "?", "[ab]", "[!a]*", "*.py", "\\", " ", "#x")), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(""));
const regexp = fc
  .array(fc.oneof(name, fc.constantFrom(".*", "^", "$", "/", "(a|b)", "[ab]", "\\.", "+", "(", "#x")), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(""));

function trees(pattern: fc.Arbitrary<string>) {
  const ignore = fc.array(pattern, { minLength: 1, maxLength: 4 }).map((lines) => lines.join("\n"));
  const place = fc
    .array(fc.constantFrom("a", "b", "ab", "tests"), { maxLength: 2 })
    .map((folders) => [...folders, ".airflowignore"].join("/"));
  return fc.record({
    paths: fc.uniqueArray(path, { minLength: 4, maxLength: 12 }),
    ignores: fc.dictionary(place, ignore, { minKeys: 1, maxKeys: 2 }),
  });
}

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

  test(`finds the same files in ${count} folders`, async () => {
    // Airflow 3 takes Python's own expressions, which know `a*+`.
    const pattern = syntax === "glob" ? glob : regexp.filter((line) => !/[*+^$]\+/.test(line));
    const samples = fc.sample(trees(pattern), { numRuns: count, seed: 7 });
    const root = join(base, `${version}-${syntax}`);
    for (const [index, { paths, ignores }] of samples.entries()) {
      for (const [file, text] of [...paths.map((one) => [one, ""] as const), ...Object.entries(ignores)]) {
        await mkdir(dirname(join(root, String(index), file)), { recursive: true });
        await writeFile(join(root, String(index), file), text);
      }
    }
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
