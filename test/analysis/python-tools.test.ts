import { describe, expect, test } from "vitest";
import { loadPythonTools } from "../../src/analysis/python-tools.ts";

const tools = await loadPythonTools();

describe("a tree", () => {
  test("is there for several readers of one text, and anew for another", () => {
    const tree = tools.parse("a = 1\n");
    expect(tree.root.end).toBe(6);
    expect(tools.parse("a = 1\n")).toBe(tree);
    expect(tools.parse("b = 2\nc = 3\n").root.children).toHaveLength(2);
    expect(tree.root.children).toHaveLength(1);
  });

  test("says whether all of it was understood", () => {
    expect(tools.parse("a = 1\n").hasError).toBe(false);
    expect(tools.parse("a = = 1\n").hasError).toBe(true);
  });
});

describe("one pass of ruff", () => {
  test("tells what is no program, and of a program what the linter says", () => {
    const { syntax, lint } = tools.check("import os\nx = eval(y)\n", "3.12");
    expect(syntax).toEqual([]);
    expect(lint.map(({ code }) => code).sort()).toEqual(["F401", "F821", "S307"]);
    const broken = tools.check("import os\nx = = 1\n", "3.12");
    expect(broken.syntax).toHaveLength(1);
    expect(broken.lint).toEqual([]);
  });

  test("what CPython's compiler refuses is no lint, whatever a comment wants", () => {
    const { syntax, lint } = tools.check("return 1  # noqa\n", "3.12");
    expect(syntax.map(({ span }) => span.start)).toEqual([{ line: 1, column: 1 }]);
    expect(lint).toEqual([]);
  });

  test.each([
    "import os  # noqa",
    "import os  # NOQA: F401",
    "# ruff: noqa\nimport os",
    "# flake8: noqa\nimport os",
    "# ruff: file-ignore[F401]\nimport os",
    "import os  # ruff: ignore[F401]",
    "# ruff: disable[F401]\nimport os\n# ruff: enable[F401]",
  ])("comments do not silence it: %j", (text) => {
    expect(tools.check(`${text}\n`, "3.12").lint.map(({ code }) => code)).toEqual(["F401"]);
  });

  test("positions are git's where lines end by carriage returns alone", () => {
    const { lint } = tools.check("a = 1\rimport os\nimport re\n", "3.12");
    expect(lint.map(({ span }) => [span.start.line, span.start.column])).toEqual([
      [1, 14],
      [2, 8],
    ]);
  });
});
