import { describe, expect, test } from "vitest";
import { loadPythonTools } from "../../../src/analysis/python-tools.ts";
import type { CallFact, CodeFacts } from "../../../src/python/code/code-facts.ts";
import { readCode } from "../../../src/python/code/read-code.ts";
import { cpuMsOf } from "../../support/cost-of.ts";

const tools = await loadPythonTools();
const read = (text: string): CodeFacts => readCode(tools.parse(text), text);
const last = (text: string): CallFact | undefined => read(text).calls.at(-1);

describe("what is called", () => {
  test.each([
    ["import os\nos.system(x)\n", "os.system"],
    ["import os as o\no.system(x)\n", "os.system"],
    ["import os.path as p\np.join(x)\n", "os.path.join"],
    ["import a.b\na.b.c(x)\n", "a.b.c"],
    ["from subprocess import run as r\nr(x)\n", "subprocess.run"],
    ["from . import helpers\nhelpers.f(x)\n", ".helpers.f"],
    ["from os import *\nsystem(x)\n", "system|os.system"],
    ["e = eval\ne(x)\n", "builtins.eval"],
    ["ｅｖａｌ(x)\n", "builtins.eval"],
    ["def f(e=eval):\n    e(x)\n", "e|builtins.eval"],
    ["import os\nrun = os.system if x else print\nrun(x)\n", "os.system|builtins.print"],
    ["with open(p) as f:\n    f.read(x)\n", "builtins.open().read"],
    ["import socket\ns = socket.socket()\ns.connect(x)\n", "socket.socket().connect"],
    ["import os\nasync def f():\n    async with a as b:\n        os.system(x)\n", "os.system"],
    ["import os\nclass A[T=int]:\n    os.system(x)\n", "os.system"],
    ["def f(:\nimport os\nos.system(x)\n", "os.system"],
    ["f(x)\n", "f"],
    ["os = 1\ndef g():\n    import os\n    os.system(x)\n", "os.system"],
    ["a = b = eval\nb(x)\n", "builtins.eval"],
    ["a, b = print, eval\nb(x)\n", "builtins.eval"],
    ["if (e := eval)(x): pass\n", "builtins.eval"],
    ["a = a.b\na(x)\n", "a.b"],
  ])("%j is %s", (text, paths) => {
    expect(last(text)?.paths.join("|")).toBe(paths);
  });

  test.each([
    ['import os\n(getattr(os, "sys" + "tem"))\ngetattr(os, "system")(x)\n', "os.system"],
    ['__import__("os").system(x)\n', "os.system"],
    ['import sys\nsys.modules["os"].system(x)\n', "os.system"],
    ['globals()["__builtins__"]["exec"](x)\n', "builtins.exec"],
    ['__builtins__.__dict__["ex" "ec"](x)\n', "builtins.exec"],
    ['import os\nvars(os)["system"](x)\n', "os.system"],
    ['import builtins\ngetattr(builtins, "lave"[::-1])(x)\n', "builtins.eval"],
    ['from importlib import import_module\nimport_module("".join(["o", "s"])).system(x)\n', "os.system"],
    [`import os\ngetattr(os, f"{'sys'}{'tem'}")(x)\n`, "os.system"],
    ['import os\ngetattr(os, "%s%s" % ("sys", "tem"))(x)\n', "os.system"],
    ['import os\ngetattr(os, "{}{b}".format("sys", b="tem"))(x)\n', "os.system"],
    ['import os\ngetattr(os, "xsystemx"[1:-1])(x)\n', "os.system"],
    ['import os\ngetattr(os, "m_e_t_s_y_s"[::-2])(x)\n', "os.system"],
    ['import os\ngetattr(os, "sy--stem".replace("-", "").strip())(x)\n', "os.system"],
    ['import os\ngetattr(os, b"SYSTEM".decode("utf-8").lower())(x)\n', "os.system"],
    ['import os\ngetattr(os, "syste" + chr(109))(x)\n', "os.system"],
    [`import os\ngetattr(os, "system"${' + ""'.repeat(60)})(x)\n`, "os.system"],
  ])("%j hides %s", (text, path) => {
    const hidden = read(text).calls.filter((call) => call.isIndirect);
    expect(hidden.map(({ paths }) => paths.join("|"))).toContain(path);
  });

  test("where it stands", () => {
    const { calls } = read('f("a")\nclass A:\n    g()\n    def m(self): h()\n');
    expect(calls.map(({ placement, span }) => [placement, span.start.line, span.start.column])).toEqual([
      ["module", 1, 1],
      ["class", 3, 5],
      ["function", 4, 18],
    ]);
  });
});

describe("what it is given", () => {
  const first = (text: string) => last(text)?.arguments[0]?.value;

  test.each([
    ['f("a" "b" + \'c\')', ["abc"]],
    ['x = "a"\nf(x + "b")', ["ab"]],
    ["f(f'{{x}} a\\n')", ["{x} a\n"]],
    ['f(r"\\n")', ["\\n"]],
    ['f("\\x41\\u0042\\103")', ["ABC"]],
    ['x = "-".join(["a", "b"])\nf(x)', ["a-b"]],
  ])("%s is a constant text", (text, parts) => {
    expect(first(`${text}\n`)).toEqual({ kind: "text", parts, isBytes: false });
  });

  test("texts with what is put into them", () => {
    const put = { kind: "path", paths: ["context[dag_run].conf[x]"] };
    expect(first('def g(**context):\n    conf = context["dag_run"].conf\n    f(f"a {conf[\'x\']} b")\n')).toEqual({
      kind: "text",
      parts: ["a ", put, " b"],
      isBytes: false,
    });
  });

  test("lists, dictionaries, constants and names", () => {
    expect(last("f([1, None], a={'k': True, **d}, *z)\n")?.arguments).toMatchObject([
      { name: null, value: { kind: "list", items: [{ value: 1 }, { value: null }] } },
      {
        name: "a",
        value: {
          kind: "dict",
          entries: [
            { key: "k", value: { value: true } },
            { key: null, value: { kind: "path" } },
          ],
        },
      },
      { star: "*", value: { paths: ["z"] } },
    ]);
  });
});

test("imports, returns of decorated functions, names outside ASCII, texts without docstrings", () => {
  const text =
    '"""doc"""\nimport a.b, c as d\nfrom e import f\nfrom g import *\nраss = "t"\n@x.y("z")\ndef m():\n    return "r"\n';
  const { imports, returns, oddNames, strings } = read(text);
  expect(imports.map(({ path }) => path)).toEqual(["a.b", "c", "e.f", "g.*"]);
  expect(returns.map(({ decorators }) => decorators)).toEqual([["x.y()", "g.x.y()"]]);
  expect(oddNames.map(({ name }) => name)).toEqual(["раss"]);
  expect(strings.map(({ value }) => value.parts[0])).toEqual(["t", "z", "r"]);
});

describe("hard files", () => {
  test.each([
    ["a long chain of calls", `x${".f()".repeat(3000)}\n`],
    [
      "names that double",
      `${Array.from({ length: 60 }, (_, n) => `a${n + 1} = a${n} + a${n} if a${n} else [a${n}, f"{a${n}}{a${n}}"]`).join("\n")}\nf(a60)\n`,
    ],
    [
      "texts that double",
      `a0 = "xxxxxxxx"\n${Array.from({ length: 60 }, (_, n) => `a${n + 1} = a${n} + a${n}`).join("\n")}\nf(a60)\n`,
    ],
    ["names in a circle", "a = b.c\nb = a.c\na.f(b)\n"],
    ["deep lists", `f(${"[".repeat(800)}${"]".repeat(800)})\n`],
    ["thousands of literals", `f(${Array.from({ length: 3000 }, () => '"a"').join(" + ")})\n`],
  ])("%s are read in bounded time", async (_, text) => {
    expect(await cpuMsOf(() => expect(read(text).calls.length).toBeGreaterThan(0))).toBeLessThan(3000);
  });

  test("are plain data", () => {
    const facts = read('import os\nos.system(f"{a}")\n');
    expect(structuredClone(facts)).toEqual(facts);
  });
});
