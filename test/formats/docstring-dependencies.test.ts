import { expect, test } from "vitest";
import { readDocstringDependencies } from "../../src/formats/docstring-dependencies.ts";
import { expectLinear } from "../support/cost-of.ts";

const read = (text: string): readonly string[] | null =>
  readDocstringDependencies(text, "a.py")?.requirements.map(
    ({ key, specifier, span }) => `${span.start.line}:${span.start.column} ${key}${specifier}`,
  ) ?? null;

const cases: readonly [name: string, text: string, wanted: readonly string[] | null][] = [
  [
    "a list with dashes",
    '"""Counts.\n\nDependencies:\n    - pandas==2.2.2\n    - pyarrow >= 15  # fast\n\nMore: text\n"""\n',
    ["4:7 pandas==2.2.2", "5:7 pyarrow>=15"],
  ],
  ["on one line", "# x\n'''Counts.\nDependencies: pandas>=2,<3, numpy\n'''", ["3:15 pandas>=2,<3", "3:29 numpy"]],
  ["dashes that are not indented", '"""\nDependencies:\n- a==1\n- b\nNotes\n"""', ["3:3 a==1", "4:3 b"]],
  ["prose", '"""Dependencies: the upstream DAG must have run.\n"""', null],
  ["no docstring", "import a\n'''\nDependencies: b\n'''", null],
  ["none in it", '"""Counts."""', null],
  ["a docstring that does not end", '"""Dependencies: a', null],
  ["extras", '"""\nDependencies:\n  a[x,y]==1, b\n"""', ["3:3 a==1", "3:14 b"]],
];

test.each(cases)("%s", (_, text, wanted) => {
  expect(read(text)).toEqual(wanted);
});

test("a long head of comments with any ends of lines takes linear time", async () => {
  await expectLinear(25_000, (size) =>
    expect(readDocstringDependencies(`${"#\r\n".repeat(size)}import os\n`, "a.py")).toBeNull(),
  );
  expect(readDocstringDependencies(`# a\r\n#\r\n\r\n"""Dependencies: pandas==2.0"""\n`, "a.py")).not.toBeNull();
});
