import { describe, expect, test } from "vitest";
import { readLocationNames } from "../../src/formats/code-location-names.ts";

/** Names, and where each may stand. */
const told = (text: string, path: string) =>
  readLocationNames(text, path).map(({ names, files }) => [names.join(" or "), ...files]);

describe("workspace.yaml", () => {
  test("names files, modules and packages, by themselves where it gives them no other name", () => {
    const text = `
load_from:
  - python_file: repo/study.py
  - python_file: { relative_path: other.py, attribute: defs }
  - python_file: { relative_path: ../up.py, location_name: above }
  - python_module: study.definitions
  - python_module: { module_name: study, working_directory: code, location_name: Study }
  - python_package: pack
  - grpc_server: { host: localhost, port: 4000, location_name: remote }
`;
    expect(told(text, "deploy/workspace.yaml")).toEqual([
      ["study.py", "deploy/repo/study.py"],
      ["other.py:defs", "deploy/other.py"],
      ["above", "up.py"],
      [
        "study.definitions",
        "deploy/study/definitions.py",
        "deploy/study/definitions/__init__.py",
        "deploy/src/study/definitions.py",
        "deploy/src/study/definitions/__init__.py",
      ],
      [
        "Study",
        "deploy/code/study.py",
        "deploy/code/study/__init__.py",
        "deploy/code/src/study.py",
        "deploy/code/src/study/__init__.py",
        "deploy/study.py",
        "deploy/study/__init__.py",
        "deploy/src/study.py",
        "deploy/src/study/__init__.py",
      ],
      ["pack", "deploy/pack.py", "deploy/pack/__init__.py", "deploy/src/pack.py", "deploy/src/pack/__init__.py"],
      ["remote"],
    ]);
  });

  test("a file that leaves the repository is nowhere in it", () => {
    expect(told("load_from: [{ python_file: ../../away.py }]", "deploy/workspace.yaml")).toEqual([["away.py"]]);
  });
});

test("dagster_cloud.yaml names what its builds make", () => {
  const text = `
locations:
  - location_name: study
    code_source: { python_file: definitions.py }
    build: { directory: ./projects/study }
  - location_name: elsewhere
    image: study:latest
`;
  expect(told(text, "dagster_cloud.yaml")).toEqual([
    ["study", "projects/study/definitions.py", "definitions.py"],
    ["elsewhere"],
  ]);
});

describe("TOML", () => {
  const places = (module: string, folder: string) =>
    [`${folder}${module}`, `${folder}src/${module}`].flatMap((one) => [`${one}.py`, `${one}/__init__.py`]);

  test("the table that `dagster dev` reads", () => {
    const text = '[tool.dagster]\nmodule_name = "study.definitions"\ncode_location_name = "study"\n';
    expect(told(text, "pyproject.toml")).toEqual([["study", ...places("study/definitions", "")]]);
    expect(told('[tool.dagster]\nmodules = [{ type = "module", name = "a" }]\n', "p/pyproject.toml")).toEqual([
      ["a", ...places("a", "p/")],
    ]);
  });

  test("a project of `dg` is known by its folder too", () => {
    const text = '[tool.dg.project]\nroot_module = "study"\n';
    expect(told(text, "projects/cohort/pyproject.toml")).toEqual([
      ["study.definitions or cohort", ...places("study/definitions", "projects/cohort/")],
    ]);
    expect(
      told('[project]\nroot_module = "s"\ncode_location_name = "own"\ncode_location_target_module = "t"', "dg.toml"),
    ).toEqual([["own", ...places("t", "")]]);
    expect(told('[project]\nroot_module = "s"\nautoload_defs = true', "dg.toml")).toEqual([
      ["s.defs", "s/defs/__init__.py", "src/s/defs/__init__.py"],
    ]);
  });
});

test.each([
  ["workspace.yaml", "load_from: *nothing"],
  ["workspace.yaml", "- a\n- b"],
  ["workspace.yaml", "load_from: [1, [], { python_file: 3 }, { python_file: { relative_path: [] } }]"],
  ["dagster_cloud.yaml", "locations: { a: 1 }"],
  ["pyproject.toml", "[tool.dagster"],
  ["pyproject.toml", "[tool]\ndagster = 1"],
  ["dg.toml", "project = []"],
])("what is not understood is left out: %s %s", (path, text) => {
  expect(told(text, path)).toEqual([]);
});
