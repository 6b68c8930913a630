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
    ["a name that nobody knows", 'import os\nfor n in dir(os):\n    getattr(os, n)("ls")\n'],
    ["__getattribute__", 'import os\nos.__getattribute__("system")("ls")\n'],
    ["__getattribute__ of object", 'import os\nobject.__getattribute__(os, "system")("ls")\n'],
    ["attrgetter", 'import operator, os\noperator.attrgetter("system")(os)("ls")\n'],
    ["methodcaller", 'import operator, os\noperator.methodcaller("sys" + "tem", "ls")(os)\n'],
    ["timeit", 'import timeit\ntimeit.timeit("os.system(\'ls\')", "import os", number=1)\n'],
    ["what timeit sets up", 'from timeit import Timer\nTimer("1", setup="__import__(\'os\')").timeit()\n'],
    ["an interpreter", "import code\ncode.InteractiveInterpreter().runsource(\"import os; os.system('ls')\")\n"],
    ["a profiler", 'import cProfile\ncProfile.run("import subprocess; subprocess.run(1)")\n'],
    ["__call__", 'eval.__call__("1")\n'],
    ["a module behind another", 'import shutil\nshutil.os.system("ls")\n'],
    ["a module under its other name", 'from posix import system\nsystem("ls")\n'],
    ["a resolved name", 'import pkgutil\npkgutil.resolve_name("os:system")("ls")\n'],
    [
      "Airflow's import_string",
      'from airflow.utils.module_loading import import_string\nimport_string("os.system")("ls")\n',
    ],
    ["a subclass of everything", "[c for c in ().__class__.__base__.__subclasses__()][0]\n"],
    ["ctypes", 'import ctypes\nctypes.CDLL(None).system(b"ls")\n'],
    ["a thread", 'import os, threading\nthreading.Thread(target=os.system, args=("ls",)).start()\n'],
    ["a list", 'import os\n[os.system][0]("ls")\n'],
    ["a decorator", "@exec\n@input\nclass A: ...\n"],
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
    ["an attribute that nobody knows, of something else", "import math\nf = getattr(math, name)\nf(1)\n"],
    ["a method of something else", 'from operator import methodcaller\nlist(map(methodcaller("strip"), []))\n'],
    ["a table's method", 'import operator\noperator.methodcaller("eval", "a + b")(table)\n'],
    ["what takes time", 'import timeit\ntimeit.timeit("x + 1", "x = 1")\n'],
    ["a profile of one's own", 'import cProfile\ncProfile.run("main()")\n'],
    ["an option of os", "import os\nflags = getattr(os, flag)\n"],
    ["the subclasses of one's own", "for one in Base.__subclasses__():\n    one()\n"],
    ["an argument of that name", "f(eval=1, exec=True)\n"],
    ["an attribute of something else", 'import os\ngetattr(os, "cpu_count")()\n'],
    ["a module of the repository", 'import importlib\nimportlib.import_module("jobs.system").run("ls")\n'],
    ["a method of that name", "class A:\n    def eval(self): ...\nm = A()\nm.eval()\n"],
    ["a function that one has defined", "def exec_all(): ...\nrun = exec_all\nrun()  # exec\n"],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
