import { describe, expect, test } from "vitest";
import { listImports } from "../../src/python/import-list.ts";
import { expectLinear } from "../support/cost-of.ts";

/** `line:column dots+module(names) flags`. */
const brief = (text: string): readonly string[] =>
  listImports(text).map(({ module, level, names, span, isGuarded, isTypeOnly, place }) => {
    const flags = [isGuarded ? "guarded" : "", isTypeOnly ? "type" : "", place === "module" ? "" : place];
    const taken = names === null ? "" : `(${names.join(",")})`;
    return [`${span.start.line}:${span.start.column} ${".".repeat(level)}${module}${taken}`, ...flags]
      .filter((part) => part !== "")
      .join(" ");
  });

describe("forms of the statement", () => {
  const cases: readonly [text: string, wanted: readonly string[]][] = [
    ["import a", ["1:8 a"]],
    ["import a.b as c, d", ["1:8 a.b", "1:18 d"]],
    ["from a import b", ["1:6 a(b)"]],
    ["from a.b import (\n  c as d,  # why\n  e,\n)", ["1:6 a.b(c,e)"]],
    ["from a import *", ["1:6 a"]],
    ["from . import a", ["1:6 .(a)"]],
    ["from .. import a", ["1:6 ..(a)"]],
    ["from ..a.b import c", ["1:8 ..a.b(c)"]],
    ["from.a import b", ["1:6 .a(b)"]],
    ["from a \\\n  import b", ["1:6 a(b)"]],
    ["import a; import b", ["1:8 a", "1:18 b"]],
    ["x = 1; from a import b", ["1:13 a(b)"]],
    ["import \\\n  a", ["2:3 a"]],
    ["\uFEFFimport a\r\nimport b\r\n", ["1:9 a", "2:8 b"]],
    ["import größe", ["1:8 größe"]],
    ["importlib.x()\nfromage = 1\nimport_ = 2\nfrom_ = 3", []],
    ["import", []],
    ["from", []],
    ["from import x", []],
  ];
  test.each(cases)("%j", (text, wanted) => {
    expect(brief(text)).toEqual(wanted);
  });
});

describe("what only looks like one", () => {
  test.each([
    '"""\nimport a\n"""',
    "'''\nimport a\n\\'''\nimport b\n'''",
    'x = """a"b""\nimport c"""',
    "# import a",
    "x = (\n  1,\nimport_a\n)",
    'x = "\\\nimport a"',
    "def f():\n  '''\n  import a\n  '''\n",
  ])("%j", (text) => {
    expect(brief(text)).toEqual([]);
  });
});

describe("guards", () => {
  const cases: readonly [text: string, wanted: readonly string[]][] = [
    ["try:\n  import a\nexcept ImportError:\n  a = None", ["2:10 a guarded"]],
    ["try:\n  import a\nexcept (ValueError, ModuleNotFoundError):\n  pass", ["2:10 a guarded"]],
    ["try:\n  import a\nexcept:\n  import b", ["2:10 a guarded", "4:10 b guarded"]],
    ["try:\n  import a\nexcept ValueError:\n  pass", ["2:10 a"]],
    ["try:\n  import a\nexcept ValueError:\n  pass\nexcept Exception as e:\n  pass", ["2:10 a guarded"]],
    ["try:\n  import a\nfinally:\n  import b", ["2:10 a", "4:10 b"]],
    ["try: import a\nexcept ImportError: a = None\nimport b", ["1:13 a guarded", "3:8 b"]],
    ["try:\n  x\nexcept ImportError:\n  pass\nelse:\n  import a", ["6:10 a guarded"]],
    ["if TYPE_CHECKING:\n  import a\nelse:\n  import b", ["2:10 a guarded type", "4:10 b guarded"]],
    ["if typing.TYPE_CHECKING: import a; import c\nimport b", ["1:33 a guarded type", "1:43 c guarded type", "2:8 b"]],
    ["if x[1:2] == {'a': 1}:\n  import a", ["2:10 a guarded"]],
    ["if f(':'):\n\timport a\nimport b", ["2:9 a guarded", "3:8 b"]],
    ["with suppress(ImportError):\n  import a", ["2:10 a guarded"]],
    ["with x:\n  import a", ["2:10 a"]],
    ["match x:\n  case 1:\n    import a", ["3:12 a guarded"]],
    ["class A:\n  import a", ["2:10 a"]],
    ["if (\n  x\n):\n  import a\nimport b", ["4:10 a guarded", "5:8 b"]],
    ["try:\n  if x:\n    pass\n  import a\nexcept ImportError:\n  pass\nimport b", ["4:10 a guarded", "7:8 b"]],
  ];
  test.each(cases)("%j", (text, wanted) => {
    expect(brief(text)).toEqual(wanted);
  });
});

describe("functions", () => {
  const cases: readonly [text: string, wanted: readonly string[]][] = [
    ["def f(a: int = 1, *, b: str = ':') -> dict[str, int]:\n  import a\nimport b", ["2:10 a function", "3:8 b"]],
    ["async def f():\n  # x\n  import a", ["3:10 a function"]],
    ["@task\ndef f():\n  import a", ["3:10 a function"]],
    [
      "@task.virtualenv(requirements=['a'])\ndef f():\n  import a\ndef g():\n  import b",
      ["3:10 a elsewhere", "5:10 b function"],
    ],
    ["@task.kubernetes(\n  image='x',\n)\n# y\ndef f():\n  import a", ["6:10 a elsewhere"]],
    [
      "def f():\n  import a\ndef g():\n  import b\nt = PythonVirtualenvOperator(task_id='t', python_callable=f)",
      ["2:10 a elsewhere", "4:10 b function"],
    ],
  ];
  test.each(cases)("%j", (text, wanted) => {
    expect(brief(text)).toEqual(wanted);
  });
});

test.each([
  ["", "("],
  ["", "'''\\"],
  ["", "if x:\n"],
  ["", " "],
  ["import ", "a,"],
  ["from ", "."],
  ["", "\\\n"],
  ["", "if lambda"],
  ["from", " \\\n"],
])("hard text is passed in linear time: %j and many a %j", async (head, part) => {
  await expectLinear(25_000, (size) => listImports(`import x\n${head}${part.repeat(size)}\nimport y`));
});
