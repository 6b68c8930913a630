import { describe, expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { told } from "./inspect-hygiene.ts";

const inspect = (text: string, path = ".gitattributes") => told("HYG-007", path, text);

describe("hides", () => {
  test.each([
    ["*.py -diff", "`-diff` hides the changes of files such as `dags/example.py`."],
    ["*.py binary", "`binary` hides the changes of files such as `dags/example.py`."],
    ["* linguist-generated", "`linguist-generated` hides"],
    ["*.yml linguist-generated=true", "`linguist-generated` hides"],
    ["jobs/** gitlab-generated", "`gitlab-generated` hides the changes of files such as `jobs/example.yml`."],
    ["/dags/*.py -diff", "such as `dags/example.py`"],
    ["*.sql -diff", "such as `dags/folder/example.sql`"],
    ["dags/**/*.sh linguist-generated", "such as `dags/folder/example.sh`"],
    ["Dockerfile binary", "such as `Dockerfile`"],
    ['"*.py" -diff', "such as `dags/example.py`"],
    ["[attr]quiet -diff\n*.dvc quiet", "`-diff` hides the changes of files such as `results/example.dvc`."],
  ])("%s", async (text, expected) => {
    const said = await inspect(`${text}\n`);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(expected);
  });

  test("in a folder of its own", async () => {
    expect(await inspect("*.py -diff\n", "dags/.gitattributes")).toEqual([
      "1:1 `-diff` hides the changes of files such as `dags/example.py`.",
    ]);
  });
});

describe("does not", () => {
  test.each([
    "* text=auto eol=lf",
    "*.png binary",
    "package-lock.json -diff",
    "uv.lock linguist-generated",
    "docs/** linguist-generated",
    "*.py diff=python",
    "*.py linguist-generated=false",
    "*.py -linguist-generated",
    "*.ipynb -diff",
    "# *.py -diff",
    "!*.py -diff",
    "src/**/*.py linguist-vendored",
  ])("%s", async (text) => {
    expect(await inspect(`${text}\n`)).toEqual([]);
  });

  test("in a folder that holds nothing of the kind", async () => {
    expect(await inspect("*.py -diff\n", "tools/.gitattributes")).toEqual([]);
  });
});

describe("the policy's own kinds", () => {
  const kinds = [
    { name: "dag", globs: ["workflows/**/*.{py,yaml}", "lib/**"] },
    { name: "docs", globs: ["docs/**"] },
  ];
  const inspectWith = async (text: string, path = ".gitattributes") => {
    const { findings } = await inspectTexts({ files: [{ path, text }], known: { kinds } });
    return findings.filter(({ rule }) => rule === "HYG-007").map(({ message }) => message);
  };

  test.each([
    ["/workflows/** -diff", ".gitattributes", "workflows/folder/example.py"],
    ["lib/*.py -diff", ".gitattributes", "lib/example.py"],
    ["*.py -diff", "workflows/.gitattributes", "workflows/example.py"],
    ["*.yaml -diff", "lib/acme/.gitattributes", "lib/acme/example.yaml"],
  ])("%s in %s", async (text, path, example) => {
    expect(await inspectWith(`${text}\n`, path)).toEqual([
      `\`-diff\` hides the changes of files such as \`${example}\`.`,
    ]);
  });

  test.each([
    ["docs/** -diff", ".gitattributes"],
    ["*.py -diff", "docs/.gitattributes"],
    ["*.png -diff", "workflows/.gitattributes"],
    ["*.py -diff", "tools/.gitattributes"],
  ])("not %s in %s", async (text, path) => {
    expect(await inspectWith(`${text}\n`, path)).toEqual([]);
  });
});
