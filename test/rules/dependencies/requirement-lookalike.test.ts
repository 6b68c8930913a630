import { expect, test } from "vitest";
import { wellKnown } from "../../../src/rules/dependencies/well-known.ts";
import { told } from "./inspect-dependencies.ts";

const path = "requirements.txt";

test.each([
  ["requests", null],
  ["reqeusts", "requests"],
  ["request", "requests"],
  ["requestss", "requests"],
  ["scikitlearn", "scikit-learn"],
  ["nurnpy", "numpy"],
  ["nurnba", "numba"],
  ["c0lorama", "colorama"],
  ["apache-airfow", "apache-airflow"],
  ["acme-tools", null],
  ["dash", null],
  ["dask", null],
])("%s", async (name, meant) => {
  const said = await told("DEP-009", `${name}==1.0\n`, { path });
  expect(said).toEqual(meant === null ? [] : [`1:1 \`${name}\` is nearly, but not quite, \`${meant}\`.`]);
});

test("what the node has, and what the policy knows, is meant", async () => {
  expect(await told("DEP-009", "request==1\n", { path, inventory: { packages: { request: "1" } } })).toEqual([]);
  expect(await told("DEP-009", "request==1\n", { path, options: { known: ["request"] } })).toEqual([]);
});

test("no well-known package is held for another", async () => {
  const text = [...wellKnown.keys()].join("\n");
  expect(await told("DEP-009", text, { path })).toEqual([]);
  expect(wellKnown.size).toBeGreaterThan(400);
  for (const name of wellKnown.keys()) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});
