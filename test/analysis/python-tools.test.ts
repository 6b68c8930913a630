import { describe, expect, test } from "vitest";
import { loadPythonTools } from "../../src/analysis/python-tools.ts";

const tools = await loadPythonTools();

describe("a tree", () => {
  test("is there for several readers of one text, and anew for another", () => {
    expect(tools.withTree("a = 1\n", (root) => root.text)).toBe("a = 1\n");
    expect(tools.withTree("a = 1\n", (root) => root.childCount)).toBe(1);
    expect(tools.withTree("b = 2\nc = 3\n", (root) => root.childCount)).toBe(2);
  });

  test("stays while another text is read inside of a reading", () => {
    const seen = tools.withTree("a = 1\n", (outer) => {
      const inner = tools.withTree("b = 2\nc = 3\n", (root) => root.childCount);
      return [outer.text, inner, outer.childCount];
    });
    expect(seen).toEqual(["a = 1\n", 2, 1]);
  });

  test("is there again after a reader has failed", () => {
    expect(() =>
      tools.withTree("a = 1\n", () => {
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(tools.withTree("a = 1\n", (root) => root.text)).toBe("a = 1\n");
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
