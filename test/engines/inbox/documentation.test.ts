import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { renderDvcFile } from "../../../src/core/plan-publication.ts";

const read = (path: string) => readFile(new URL(`../../../docs/${path}`, import.meta.url), "utf8");

/** The code blocks of a page in one language, without the fences. */
async function readBlocks(page: string, language: string): Promise<readonly string[]> {
  const blocks = (await read(page)).matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"));
  return [...blocks].map((block) => block[1] ?? "");
}

describe("the pages on the inbox and on results", () => {
  test("have Python examples that Python can read", async () => {
    const blocks = await readBlocks("inbox.md", "python");
    expect(blocks.length).toBeGreaterThanOrEqual(3);
    for (const block of blocks) {
      const { status, stderr } = spawnSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], {
        input: block,
        encoding: "utf8",
      });
      expect(status, stderr).toBe(0);
    }
  });

  test("show a state file that follows its schema", async () => {
    const ajv = new Ajv2020();
    addFormats.default(ajv);
    const fits = ajv.compile(JSON.parse(await read("schemas/inbox-state.schema.json")));
    const [example = ""] = await readBlocks("inbox.md", "json");
    expect(fits(JSON.parse(example)), JSON.stringify(fits.errors)).toBe(true);
  });

  test("show the .dvc file as it is written", async () => {
    const blocks = await readBlocks("results.md", "yaml");
    const example = blocks.find((block) => block.startsWith("outs:")) ?? "";
    const directory = { md5: /md5: (\S+)/.exec(example)?.[1] ?? "", size: 1 };
    const dvcPath = `results/cohort/${/path: (\S+)/.exec(example)?.[1]}.dvc`;
    expect(example).toBe(renderDvcFile({ directory, dvcPath }));
  });
});
