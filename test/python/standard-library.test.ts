import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { findStandardModule } from "../../src/python/standard-library.ts";

test.each([
  ["json", "3.9", "there"],
  ["json", "3.99", "there"],
  ["tomllib", "3.11", "there"],
  ["distutils", "3.11", "there"],
  ["distutils", "3.8", "there"],
  ["annotationlib", "3.15", "there"],
  ["_thread", "3.12", "there"],
  ["requests", "3.12", "none"],
  ["constructor", "3.12", "none"],
])("%s in Python %s: %s", (name, python, state) => {
  expect(findStandardModule(name, python).state).toBe(state);
});

test("what only other versions have says which", () => {
  expect(findStandardModule("tomllib", "3.10")).toEqual({ state: "other-version", since: 11, until: null });
  expect(findStandardModule("distutils", "3.12")).toEqual({ state: "other-version", since: null, until: 11 });
  expect(findStandardModule("cgi", "3.14")).toEqual({ state: "other-version", since: null, until: 12 });
});

test("it knows every module that the Python of this machine names as its own", () => {
  const program = "import sys, json; print(json.dumps([list(sys.version_info[:2]), sorted(sys.stdlib_module_names)]))";
  const [[major, minor], names] = JSON.parse(execFileSync("python3", ["-I", "-c", program], { encoding: "utf8" })) as [
    [number, number],
    string[],
  ];
  const unknown = names.filter((name) => findStandardModule(name, `${major}.${minor}`).state !== "there");
  expect(minor > 14 ? [] : unknown).toEqual([]);
});
