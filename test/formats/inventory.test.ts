import { describe, expect, test } from "vitest";
import { type InventoryFile, readInventory, renderInventory } from "../../src/formats/inventory.ts";

const file: InventoryFile = {
  version: 1,
  python: "3.12.4",
  airflow: "3.3.2",
  dagster: null,
  packages: [
    { name: "Requests", version: "2.32.3", modules: ["requests"] },
    { name: "apache-airflow-providers-http", version: "5.2.0", modules: ["airflow.providers.http"], provider: true },
    { name: "acme.airflow_provider", version: "1.0", provider: true },
    { name: "apache-airflow-core", version: "3.3.2", modules: ["airflow"] },
  ],
  modules: ["acme_common"],
  dags: [
    { dag_id: "b", path: "dags/b.py", repository: "acme/study" },
    { dag_id: "a", path: "a.py", change: 7 },
  ],
};

test("what is written is read again", () => {
  const reading = readInventory(renderInventory(file), "countersign.inventory.json");
  expect(reading).toEqual({
    inventory: {
      python: "3.12.4",
      packages: {
        requests: "2.32.3",
        "apache-airflow-providers-http": "5.2.0",
        "acme-airflow-provider": "1.0",
        "apache-airflow-core": "3.3.2",
      },
      providers: { "apache-airflow-providers-http": "5.2.0", "acme-airflow-provider": "1.0" },
      modules: {
        acme_common: [],
        requests: ["requests"],
        "airflow.providers.http": ["apache-airflow-providers-http"],
        airflow: ["apache-airflow-core"],
      },
      opaque: ["acme-airflow-provider"],
      dags: [
        { dagId: "a", path: "a.py", repository: null, state: "pending", change: 7 },
        { dagId: "b", path: "dags/b.py", repository: "acme/study", state: "live", change: null },
      ],
    },
  });
});

test("the same node gives the same bytes, whatever the order in which it told", () => {
  const { packages, dags = [] } = file;
  const other = { ...file, packages: packages.toReversed(), dags: dags.toReversed() };
  expect(renderInventory(other)).toBe(renderInventory(file));
  expect(renderInventory(file).split("\n")).toHaveLength(18);
});

test("YAML is good, too", () => {
  const reading = readInventory("version: 1\npython: 3.12.4\npackages: [{ name: a, version: '1' }]\n", "i.yml");
  expect(reading).toMatchObject({ inventory: { python: "3.12.4", packages: { a: "1" }, opaque: ["a"] } });
});

describe("what is wrong is told where it stands", () => {
  const cases: readonly [text: string, problem: string][] = [
    ['{ "version": 2, "python": "3.12", "packages": [] }', "1:14"],
    ['{\n  "version": 1,\n  "python": "2.7",\n  "packages": []\n}', "3:13"],
    ['{ "version": 1, "python": "3.12", "packages": [], "packages": [] }', "1:"],
    ['{ "version": 1, "python": "3.12", "packages": [{ "name": "../a", "version": "1" }] }', "1:"],
    ['{ "version": 1, "python": "3.12", "packages": [], "extra": 1 }', "1:51"],
    ["not json {", "1:"],
    ["", "1:"],
  ];
  test.each(cases)("%s", (text, place) => {
    const reading = readInventory(text, "i.json");
    if (!("problems" in reading)) throw new Error("it was taken");
    expect(`${reading.problems[0]?.line}:${reading.problems[0]?.column}`).toContain(place);
  });
});

test("keys that every object has are only names", () => {
  const text =
    '{ "version": 1, "python": "3.12", "packages": [{ "name": "constructor", "version": "1", "modules": ["__proto__"] }] }';
  const reading = readInventory(text, "i.json");
  if (!("inventory" in reading)) throw new Error(JSON.stringify(reading));
  expect(Object.keys(reading.inventory.packages)).toEqual(["constructor"]);
  expect(Object.keys(reading.inventory.modules)).toEqual(["__proto__"]);
});
