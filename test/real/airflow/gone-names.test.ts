import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadPythonTools } from "../../../src/analysis/python-tools.ts";
import { contextKeys, contextKeysOf } from "../../../src/python/airflow/check-binding.ts";
import { groupArguments } from "../../../src/python/airflow/check-group.ts";
import { dagArguments } from "../../../src/python/airflow/dag-arguments.ts";
import { argumentsOfOperator, knownOperators } from "../../../src/python/airflow/operator-arguments.ts";
import { refusedValues } from "../../../src/python/airflow/refused-values.ts";
import { nameIn } from "../../../src/rules/dependencies/gone-in-airflow-3.ts";
import { goneArguments, takenArguments } from "../../../src/rules/structure/dag-argument-unknown.ts";
import { goneOf } from "../../../src/rules/structure/refused-task-arguments.ts";
import { installAirflow } from "../../support/install-airflow.ts";

const program = fileURLToPath(new URL("list_names.py", import.meta.url));

async function ask(version: 2 | 3, ...args: string[]): Promise<readonly string[]> {
  const airflow = await installAirflow(version);
  return (await airflow.run([program, ...args])) as readonly string[]; // as the program prints it
}

async function askOperators(version: 2 | 3): Promise<Readonly<Record<string, readonly string[]>>> {
  const airflow = await installAirflow(version);
  return (await airflow.run([program, "operators"])) as Readonly<Record<string, readonly string[]>>; // as the program prints it
}

test("the arguments that DAG-026 takes for gone, and for taken, are those of the DAGs of both Airflows", async () => {
  const [former, now] = [await ask(2, "arguments"), await ask(3, "arguments")];
  const sorted = (names: Iterable<string>) => [...new Set(names)].sort();
  expect(sorted(goneArguments.keys())).toEqual(sorted(former.filter((name) => !now.includes(name))));
  expect(sorted(takenArguments)).toEqual(sorted([...former.filter((name) => !goneArguments.has(name)), ...now]));
  expect([sorted(dagArguments[2]), sorted(dagArguments[3])]).toEqual([sorted(former), sorted(now)]);
});

test.each([2, 3] as const)("what groups take, and what functions are given, is so in Airflow %i", async (version) => {
  expect(groupArguments[version]).toEqual(await ask(version, "group"));
  expect([...contextKeys, ...contextKeysOf[version]].sort()).toEqual(await ask(version, "context"));
});

test("what DAG-026 and DAG-028 say that operators take, and must be given, is so in both Airflows", async () => {
  const [former, now] = [await askOperators(2), await askOperators(3)];
  const plain = (name: string) => name.replace("!", "");
  const base = argumentsOfOperator("airflow.models.BaseOperator")?.taken ?? [];
  for (const name of knownOperators) {
    const known = argumentsOfOperator(`airflow.operators.any.${name}`);
    const all = [...(former[name] ?? []), ...(now[name] ?? [])];
    const required = all.filter((one) => one.endsWith("!") && !all.includes(plain(one))).map(plain);
    expect({ name, taken: new Set(known?.taken), required: new Set(known?.required) }).toEqual({
      name,
      taken: new Set([...base, ...all.map(plain)]),
      required: new Set(required),
    });
  }
});

test("what DAG-026 says that Airflow 3 has no more of an operator, Airflow 2 has", async () => {
  const [former, now] = [await askOperators(2), await askOperators(3)];
  const [had, has] = [former, now].map((all) => {
    return goneOf.map(({ operator, name }) =>
      Object.keys(all).filter((one) => operator.test(`airflow.operators.${one}`) && all[one]?.includes(name)),
    );
  });
  expect(had?.every((names) => names.length > 0)).toBe(true);
  expect(has?.flat()).toEqual([]);
});

test.each([2, 3] as const)("every value that DAG-028 says is refused is so in Airflow %i", async (version) => {
  const tables = Object.entries(refusedValues).map(([table, names]) => {
    return [table, Object.fromEntries(Object.entries(names).map(([name, { kinds }]) => [name, [...kinds]]))];
  });
  const place = await mkdtemp(join(tmpdir(), "countersign-values-"));
  try {
    await writeFile(join(place, "values.json"), JSON.stringify(Object.fromEntries(tables)));
    expect(await ask(version, "accepted", join(place, "values.json"))).toEqual([]);
  } finally {
    await rm(place, { recursive: true });
  }
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
