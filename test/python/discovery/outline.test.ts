import { expect, test } from "vitest";
import { outlineOf } from "../../../src/python/discovery/outline.ts";

test("what stands in functions is left out, and the rest keeps its place", () => {
  const text = 'def f(x: int):  # why\n    """What."""\n    return g(\n)\n\nx = f(1)\n';
  const outline = outlineOf(text);
  expect(outline?.text).toBe("def f(x: int):  \n 0\n\nx = f(1)\n");
  const at = outline?.text.indexOf("x = f") ?? 0;
  expect(outline?.placeOf(at)).toBe(text.indexOf("x = f"));
  expect(outline?.placeOf(outline.text.indexOf("0"))).toBe(text.indexOf(")\n\n"));
  expect([...(outline?.leftOut ?? [])]).toEqual([text.indexOf(")\n\n")]);
});

test.each([
  [
    "methods, decorated ones too",
    "class A:\n  @b\n  def f(self):\n    return 1\n  c = 2\n",
    "class A:\n  @b\n  def f(self):\n   0\n  c = 2\n",
  ],
  [
    "functions in functions",
    "async  def f():\n\tdef g():\n\t\treturn 1\n\treturn g\ng = 1",
    "async  def f():\n 0\ng = 1",
  ],
  ["line ends of Windows", "def f():\r\n    return 1\r\nx = 1\r\n", "def f():\n 0\r\nx = 1\r\n"],
  ["statements parted by semicolons", "def f():\n  x = 1; return x\ny = 1; z = 2\n", "def f():\n 0\ny = 1; z = 2\n"],
  ["several lines of parameters", "def f(\n  a,\n  b=1,\n):\n  pass\n", "def f(\n  a,\n  b=1,\n):\n 0\n"],
  ["a text that looks like code", 'def f():\n  """\nx = 1\n"""\n', "def f():\n 0\n"],
  [
    "functions that stand in a choice",
    "if a:\n  def f():\n    pass\nelse:\n  f = 1\n",
    "if a:\n  def f():\n   0\nelse:\n  f = 1\n",
  ],
])("of %s", (_, text, outline) => {
  expect(outlineOf(text)?.text).toBe(outline);
});

test.each(["def f(): return 1\n", "def f(): x = 1; return x\ny = 1\n", "x = 1\n", "define = 1\n  \n", ""])(
  "nothing is left out of %j",
  (text) => expect(outlineOf(text)).toMatchObject({ text, leftOut: new Set() }),
);

test.each(["\uFEFFdef f():\n  pass\n", "def f():\n  pass\rx = 1\n", "\fdef f():\n  pass\n"])(
  "none is made of %j",
  (text) => {
    expect(outlineOf(text)).toBeNull();
  },
);
