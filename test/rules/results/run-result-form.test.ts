import { expect, test } from "vitest";
import { told } from "./inspect-results.ts";

const run = "run-5d41402abc4b2a76b971";
const path = `results/cohort/${run}.dvc`;
const out = (...lines: readonly string[]) => `- ${lines.join("\n  ")}\n`;
const md5 = "md5: 9d4ca3bd4e3f0ad3a1f6a8fbf1ef1e4b";
const inspect = (outs: string, at = path) => told("RES-012", at, `outs:\n${outs}`);

test.each([
  ["a file", out(md5, `path: ${run}`), "names a single file instead of a directory"],
  ["a size", out(`${md5}.dir`, "size: 5", `path: ${run}`), "tells a size or a number of files"],
  ["a number of files", out(`${md5}.dir`, "nfiles: 5", `path: ${run}`), "tells a size or a number of files"],
  ["another name", out(`${md5}.dir`, "path: x"), "its output has another name than the run"],
  ["two", out(`${md5}.dir`, `path: ${run}`) + out(`${md5}.dir`, "path: x"), "has 2 outputs instead of one"],
])("%s", async (_, outs, why) => {
  expect(await inspect(outs)).toEqual([`1:1 This file stands for the results of a run, and ${why}.`]);
});

test("what Countersign writes is good", async () => {
  const { renderDvcFile } = await import("../../../src/core/plan-publication.ts");
  const text = renderDvcFile({ directory: { md5: "9d4ca3bd4e3f0ad3a1f6a8fbf1ef1e4b.dir", size: 9 }, dvcPath: path });
  expect(await told("RES-012", path, text)).toEqual([]);
});

test("results that people keep with DVC are of any form", async () => {
  expect(await inspect(out(md5, "size: 5", "path: x"), "results/cohort/x.dvc")).toEqual([]);
});
