import { expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

const requirements = [
  { name: "pandas", specifier: ">=2,<3", repository: "acme/other", path: "requirements.txt" },
  { name: "polars", specifier: "==1.0", repository: "Acme/Study", path: "requirements.txt" },
];

async function told(text: string, path = "requirements.txt", repository: string | null = "acme/study") {
  const known = knownOf({ node: {}, inventory: { requirements }, ...(repository === null ? {} : { repository }) });
  const { findings } = await inspectTexts({ files: [{ path, text }], known });
  return findings.filter(({ rule }) => rule === "DEP-013").map(({ span, message }) => `${span.start.line} ${message}`);
}
const one = "cannot both be installed.";

test.each([
  ["pandas==1.5.3", 1],
  ["Pandas>=3", 1],
  ['pandas==1.5.3; python_version >= "3.9"', 1],
  ["pandas==2.2.3", 0],
  ["pandas", 0],
  ["pandas>=1", 0],
  ["polars==2.0", 0],
  ['pandas==1.5.3; python_version < "3.9"', 0],
])("%s", async (text, expected) => {
  expect(await told(`${text}\n`)).toHaveLength(expected);
});

test("says which repository it is", async () => {
  expect(await told("# ours\npandas==1.5.3\n")).toEqual([
    `2 \`pandas==1.5.3\` and \`pandas>=2,<3\` of \`acme/other\` (\`requirements.txt\`) ${one}`,
  ]);
});

test("an extra is not always wanted", async () => {
  const text = '[project]\nname = "a"\nversion = "1"\n[project.optional-dependencies]\nold = ["pandas==1.5.3"]\n';
  expect(await told(text, "pyproject.toml")).toEqual([]);
  expect(
    await told(text.replace("[project.optional-dependencies]\nold", "dependencies"), "pyproject.toml"),
  ).toHaveLength(1);
});

test("a limit asks for nothing, and without its own name a repository is compared with none", async () => {
  expect(await told("pandas<2\n", "constraints.txt")).toEqual([]);
  expect(await told("pandas==1.5.3\n", "requirements.txt", null)).toEqual([]);
});
