import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadPythonTools } from "../../../src/analysis/python-tools.ts";
import { nameIn } from "../../../src/rules/dependencies/gone-in-airflow-3.ts";
import { goneArguments, takenArguments } from "../../../src/rules/structure/dag-argument-unknown.ts";
import { installAirflow } from "../../support/install-airflow.ts";

const program = fileURLToPath(new URL("list_names.py", import.meta.url));

async function ask(version: 2 | 3, ...args: string[]): Promise<readonly string[]> {
  const airflow = await installAirflow(version);
  return (await airflow.run([program, ...args])) as readonly string[]; // as the program prints it
}

test("the arguments that DAG-026 takes for gone, and for taken, are those of the DAGs of both Airflows", async () => {
  const [former, now] = [await ask(2, "arguments"), await ask(3, "arguments")];
  const sorted = (names: Iterable<string>) => [...new Set(names)].sort();
  expect(sorted(goneArguments.keys())).toEqual(sorted(former.filter((name) => !now.includes(name))));
  expect(sorted(takenArguments)).toEqual(sorted([...former.filter((name) => !goneArguments.has(name)), ...now]));
});

test("no name that DEP-005 takes for gone can be imported in Airflow 3", async () => {
  const names = await ask(2, "names");
  const tools = await loadPythonTools();
  const told = new Set(names.flatMap((path) => namesToldOf(path, tools)));
  console.table([{ "names of Airflow 2": names.length, "taken for gone": told.size }]);
  expect(told.size).toBeGreaterThan(500);

  const place = await mkdtemp(join(tmpdir(), "countersign-names-"));
  try {
    await writeFile(join(place, "gone.json"), JSON.stringify([...told]));
    expect(await ask(3, "gone", join(place, "gone.json"))).toEqual([]);
  } finally {
    await rm(place, { recursive: true });
  }
});

/** What our rule makes of what ruff says of a name that is imported and used. */
function namesToldOf(path: string, tools: Awaited<ReturnType<typeof loadPythonTools>>): readonly string[] {
  const at = path.lastIndexOf(".");
  const name = path.slice(at + 1);
  const { lint } = tools.check(`from ${path.slice(0, at)} import ${name}\n\nprint(${name}, ${name}())\n`, "3.12");
  return lint.flatMap((problem) => nameIn(problem) ?? []);
}
