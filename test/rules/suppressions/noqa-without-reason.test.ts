import { expect, test } from "vitest";
import { inspectTexts, placesIn } from "../../analysis/inspect-texts.ts";

test.each([
  ["x = 1  # noqa: S608", ["1:8"]],
  ["x = 1  # noqa: sec-001,S608", ["1:8"]],
  ["x = 1  # type: ignore  # noqa: S608", ["1:24"]],
  ["x = 1  # noqa: S608 --", ["1:8"]],
  ["x = 1  # noqa: S608 -- !", ["1:8"]],
  ["x = 1  # noqa: S608 because", ["1:8"]],
  ["x = 1  # noqa: S608 -- the table is ours", []],
  ["x = 1  # noqa: E501", []],
  ["x = 1  # noqa", []],
  ['x = "# noqa: S608"', []],
])("%s", async (text, expected) => {
  expect(await placesIn("HYG-090", `${text}\n`)).toEqual(expected);
});

test("what to do is said with the rules that it names", async () => {
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text: "x = 1  # noqa: sec-001,S608\n" }] });
  expect(findings.map(({ remedy }) => remedy)).toEqual([
    "Say behind two hyphens why the line is good as it is, such as `# noqa: SEC-001, S608 -- the table is ours`, or remove the comment and mend the line.",
  ]);
});
