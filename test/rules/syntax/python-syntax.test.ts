import { expect, test } from "vitest";
import { brief, inspectTexts, placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string, python = "3.12") => placesIn("SYN-001", text, { python });

test.each([
  ["an open bracket", "x = (1,\ny = 2\n", ["2:3"]],
  ["a missing colon", "if x\n    pass\n", ["1:5"]],
  ["Python 2", "print 'x'\n", ["1:7"]],
  ["a tab among spaces", "if x:\n        a = 1\n\tb = 2\n", ["3:1"]],
  ["a NUL byte", "x = 1\0\n", ["1:6"]],
  ["return outside of a function", "return 1\n", ["1:1"]],
  ["await outside of an async function", "def f():\n    await g()\n", ["2:5"]],
  ["break outside of a loop", "break\n", ["1:1"]],
  ["a late __future__", "x = 1\nfrom __future__ import annotations\n", ["2:1"]],
  ["an argument twice", "def f(a, a): ...\n", ["1:10"]],
])("%s", async (_, text, expected) => {
  expect(await places(text)).toEqual(expected);
});

test.each([
  ["type X = int\n", "3.12", "3.11"],
  ["match x:\n    case 1: ...\n", "3.10", "3.9"],
  ["x = f'{a['b']}'\n", "3.12", "3.11"],
])("%j is good in %s, not in %s", async (text, good, bad) => {
  expect(await places(text, good)).toEqual([]);
  expect(await places(text, bad)).toHaveLength(1);
});

test("says what ruff says, for the node's Python", async () => {
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text: "def f(:\n" }], python: "3.11" });
  expect(brief(findings)).toEqual([
    "SYN-001 1:7 Python 3.11 cannot parse this: Expected a parameter or the end of the parameter list.",
  ]);
});

test("is one finding a line, of what ruff makes of a line that it has lost", async () => {
  expect(await places("def f(:\n    return ((\n")).toEqual(expect.arrayContaining(["1:7"]));
  const lines = (await places("x = )))(((\n")).map((place) => place.split(":")[0]);
  expect(new Set(lines).size).toBe(lines.length);
});

test("columns count UTF-16 code units, and lines end with a newline only", async () => {
  expect(await places("x = '😀' +\n")).toEqual(["1:11"]);
  expect(await places("a = 1\rb = = 2\n")).toEqual(["1:11"]);
  expect(await places("\uFEFFx = = 1\r\n")).toEqual(["1:5"]);
});

test("a file that is not UTF-8 has a finding at the first byte that is not", async () => {
  const text = Buffer.concat([Buffer.from("# ok é\nx = '"), Buffer.from([0xe9]), Buffer.from("'\n")]);
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text }] });
  expect(brief(findings)).toEqual(["SYN-001 2:6 Python 3.12 cannot parse this: the file is not utf-8 text."]);
});

test("a coding line is heeded", async () => {
  const text = Buffer.from("# -*- coding: latin-1 -*-\nx = 'é'\n", "latin1");
  expect(await inspectTexts({ files: [{ path: "dags/a.py", text }] })).toMatchObject({ findings: [], unread: [] });
});

test("belongs to the change even when it stands on a line that was there before", async () => {
  const files = [{ path: "dags/a.py", text: "x = (\n\n\n", changedLines: [[1, 2]] as const }];
  expect((await inspectTexts({ files })).findings).toMatchObject([{ isNew: true }]);
});

test("nothing is said of Python files of other kinds", async () => {
  expect((await inspectTexts({ files: [{ path: "templates/a.py", text: "{{ x }} =\n" }] })).findings).toEqual([]);
});
