import { expect, test } from "vitest";
import { type InstalledFiles, listModules } from "../../src/formats/inventory-modules.ts";

function modulesOf(...packages: readonly (Partial<InstalledFiles> & { readonly name: string })[]) {
  return Object.fromEntries(listModules(packages.map((one) => ({ files: null, top: null, ...one }))));
}

test("a package and a module of one file each stand for all that is in them", () => {
  expect(
    modulesOf(
      { name: "six", files: ["six.py"] },
      { name: "yaml", files: ["yaml/__init__.py", "yaml/nodes.py", "_yaml/__init__.py"] },
    ),
  ).toEqual({
    six: ["six"],
    yaml: ["_yaml", "yaml"],
  });
});

test("what only holds others is told by its children", () => {
  expect(modulesOf({ name: "google-auth", files: ["google/auth/__init__.py", "google/oauth2/__init__.py"] })).toEqual({
    "google-auth": ["google.auth", "google.oauth2"],
  });
});

test("what several share is told by its children, and by itself for who makes it", () => {
  expect(
    modulesOf(
      {
        name: "core",
        files: ["airflow/__init__.py", "airflow/models/__init__.py", "airflow/models/dag.py", "airflow/settings.py"],
      },
      { name: "http", files: ["airflow/providers/http/__init__.py", "airflow/providers/http/hooks/http.py"] },
      { name: "common-sql", files: ["airflow/providers/common/sql/__init__.py"] },
    ),
  ).toEqual({
    core: ["airflow", "airflow.models", "airflow.settings"],
    http: ["airflow.providers.http"],
    "common-sql": ["airflow.providers.common.sql"],
  });
});

test("compiled modules, and files that are none", () => {
  const files = [
    "fast.cpython-312-x86_64-linux-gnu.so",
    "win.pyd",
    "numpy.libs/libx-1234.so",
    "a-1.0.dist-info/METADATA.py",
    "__pycache__/six.cpython-312.py",
    "bin/run.sh",
    "2to3.py",
  ];
  expect(modulesOf({ name: "a", files })).toEqual({ a: ["fast", "win"] });
});

test("without files what it names itself; without both nothing is known", () => {
  expect(modulesOf({ name: "old", top: ["old", "_old"] }, { name: "opaque" })).toEqual({
    old: ["_old", "old"],
    opaque: null,
  });
});

test("an editable one says what it is only if it names its modules; one without Python has none", () => {
  const files = ["__editable__.a-1.0.pth", "__editable___a_1_0_finder.py"];
  expect(modulesOf({ name: "a", files })).toEqual({ a: null });
  expect(modulesOf({ name: "a", files, top: ["a"] })).toEqual({ a: ["a"] });
  expect(modulesOf({ name: "meta", files: [] })).toEqual({ meta: [] });
});
