import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-010", text);

describe("imports by a text that is not known", () => {
  test.each([
    ["a parameter", "import importlib\ndef f(n):\n    return importlib.import_module(n)\n"],
    ["__import__", "def f(n):\n    return __import__(n)\n"],
    ["an f-string", 'from importlib import import_module as i\ndef f(n):\n    return i(f"a.{n}")\n'],
    ["a file", 'import importlib.util\ndef f(p):\n    return importlib.util.spec_from_file_location("m", p)\n'],
    ["runpy", "import runpy\ndef f(p):\n    runpy.run_path(p)\n"],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["a constant", 'import importlib\nimportlib.import_module("json")\n'],
    [
      "a constant that is put together",
      'import importlib\nNAME = "json"\nimportlib.import_module(NAME + ".decoder")\n',
    ],
    ["a file that is known", 'import importlib.util\nimportlib.util.spec_from_file_location("m", "lib/m.py")\n'],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
