import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-007", text);

describe("a dangerous function by a detour", () => {
  test.each([
    ["getattr", 'import os\ngetattr(os, "system")("ls")\n'],
    ["a name put together", 'import os\ngetattr(os, "".join(["po", "pen"]))("ls")\n'],
    ["__import__", '__import__("subprocess").run("ls")\n'],
    ["sys.modules", 'import sys\nsys.modules["os"].system("ls")\n'],
    ["globals", 'globals()["__builtins__"]["exec"]("1")\n'],
    ["__dict__", 'import os\nos.__dict__["system"]("ls")\n'],
    ["another name", 'e = eval\ne("1")\n'],
    ["another name in the import", 'from builtins import exec as run\nrun("1")\n'],
    ["a default", 'def f(run=exec):\n    run("1")\n'],
    ["importlib", 'import importlib\nimportlib.import_module("pickle").loads(b"")\n'],
    ["full width letters and a detour", 'import os\nｇｅｔａｔｔｒ(os, "system")("ls")  # builtins\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["the plain name", 'import os\nos.system("ls")\neval("1")\n'],
    ["an attribute of something else", 'import os\ngetattr(os, "cpu_count")()\n'],
    ["a module of the repository", 'import importlib\nimportlib.import_module("jobs.system").run("ls")\n'],
    ["a method of that name", "class A:\n    def eval(self): ...\nm = A()\nm.eval()\n"],
    ["a function that one has defined", "def exec_all(): ...\nrun = exec_all\nrun()  # exec\n"],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
