import { expect, test } from "vitest";
import { brief, inspectTexts, placesIn } from "../../analysis/inspect-texts.ts";

test.each([
  ["x = 1  # noqa", ["1:8"]],
  ["x = 1  #NOQA", ["1:8"]],
  ["x = 1  # noqa -- because", ["1:8"]],
  ["x = 1  # noqa: because", ["1:8"]],
  ["x = 1  # noqa: S -- because", ["1:8"]],
  ["x = 1  # noqa: E501", []],
  ["x = 1  # noqatall", []],
  ['"""\n# noqa\n"""', []],
])("%s", async (text, expected) => {
  expect(await placesIn("HYG-091", `${text}\n`)).toEqual(expected);
});

test("what names a group only is told that it names no rule", async () => {
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text: "x = 1  # noqa: S -- because\n" }] });
  expect(brief(findings)).toEqual(["HYG-091 1:8 This `# noqa` names no rule, so it silences nothing here."]);
});
