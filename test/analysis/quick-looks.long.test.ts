import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadPythonTools } from "../../src/analysis/python-tools.ts";
import { countOfCorpus, fetchPythonCorpus } from "../support/python-corpus.ts";
import { isLookedAt, isMistakenByOutline, missedByLooks } from "./missed-by-looks.ts";

test("of 3,000 real files no finding is lost because a quick look passed over their code", async () => {
  const corpus = await fetchPythonCorpus();
  const tools = await loadPythonTools({ isForMany: true });
  const paths = readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".py"));
  let read = 0;
  const mistaken: string[] = [];
  const missed: Record<string, readonly string[]> = {};
  for (const path of paths) {
    const text = readFileSync(join(corpus, path), "utf8");
    if (isLookedAt(text)) read += 1;
    const rules = missedByLooks(text, tools);
    if (rules.length > 0) missed[path] = rules;
    if (isMistakenByOutline(text, tools)) mistaken.push(path);
  }
  console.log(`quick looks: the code of ${read} of ${paths.length} files is read`);
  expect(paths.length).toBe(countOfCorpus);
  expect(missed).toEqual({});
  expect(mistaken).toEqual([]);
  expect(read).toBeLessThan(paths.length / 2);
});
