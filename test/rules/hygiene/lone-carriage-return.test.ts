import { expect, test } from "vitest";
import { brief, inspectTexts, placesIn } from "../../analysis/inspect-texts.ts";

test.each([
  ["code behind a comment", "# harmless\rimport os\n", ["1:11"]],
  ["in a string", 'x = """a\rb"""\n', ["1:9"]],
  ["several: the first is told", "x = 1\ny = 2\r\rz = 3\r", ["2:6"]],
  ["Windows' line ends", "x = 1\r\ny = 2\r\n", []],
  ["newlines", "x = 1\n", []],
])("%s", async (_, text, expected) => {
  expect(await placesIn("HYG-001", text)).toEqual(expected);
});

test("syntax is checked as Python sees the lines", async () => {
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text: "# harmless\rx = = 1\n" }] });
  expect(brief(findings).map((one) => one.slice(0, 12))).toEqual(["HYG-001 1:11", "SYN-001 1:16"]);
});

test("other files may have them", async () => {
  const { findings } = await inspectTexts({ files: [{ path: "notes.txt", text: "a\rb\n" }] });
  expect(findings).toEqual([]);
});
