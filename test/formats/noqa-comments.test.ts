import { describe, expect, test } from "vitest";
import { readNoqaComments } from "../../src/formats/noqa-comments.ts";
import { expectLinear } from "../support/cost-of.ts";

const brief = (path: string, text: string) =>
  readNoqaComments(path, text).map(({ span, codes, reason }) => [
    `${span.start.line}:${span.start.column}-${span.end.column}`,
    codes.join("+"),
    reason,
  ]);

describe("in Python", () => {
  test.each([
    ["x  # noqa: S608 -- the table is ours", [["1:4-37", "S608", "the table is ours"]]],
    ["x  # noqa:S608,sec-001 --  ab c ", [["1:4-32", "S608+SEC-001", "ab c"]]],
    ["x  # see below # noqa: S608 -- why not", [["1:16-39", "S608", "why not"]]],
    ["x\n\ny  # noqa", [["3:4-10", "", null]]],
    ["x  # NoQA: S608", [["1:4-16", "S608", null]]],
    ["x = '''\n# noqa\n'''  # noqa: S1 -- yes", [["3:6-23", "S1", "yes"]]],
    ["x = 'a\\'# noqa'", []],
    ["x = 'open\ny  # noqa", [["2:4-10", "", null]]],
    ['"""\\""" # noqa', []],
    ["x  # nothing about noqa", []],
  ])("%j", (text, expected) => {
    expect(brief("a.py", text)).toEqual(expected);
  });

  test("a reason is cut", () => {
    const [first] = readNoqaComments("a.py", `x  # noqa: S608 -- ${"why ".repeat(1000)}\n`);
    expect(first?.reason).toHaveLength(300);
  });

  test.each(["'", '"""', "#", "# noqa: S1,", "\\", "'\n"])("many a %j is read in linear time", async (text) => {
    await expectLinear(60_000, (size) => readNoqaComments("a.py", `noqa${text.repeat(size)}`));
  });
});

test("in YAML and the like, from a `#` on", () => {
  expect(brief("a.yml", "x: 1 # noqa: JOB-002 -- it is new\ny: 'a#noqa'\n# noqa\n")).toEqual([
    ["1:6-34", "JOB-002", "it is new"],
    ["3:1-7", "", null],
  ]);
});
