import { describe, expect, test } from "vitest";
import { told } from "./inspect-results.ts";

const md5 = "d8e8fca2dc0f896fd7cb4cb0031ba249";
const file = (...paths: readonly string[]) =>
  `outs:\n${paths.map((path) => `- md5: ${md5}\n  path: ${path}\n`).join("")}`;
const stages = (...lines: readonly string[]) => `stages:\n${lines.map((line) => `  ${line}\n`).join("")}`;

describe("an output that is named twice", () => {
  test.each([
    [
      "by two files",
      "results/b.dvc",
      file("counts.csv"),
      ["3:9 The output `results/counts.csv` is what `results/counts.csv.dvc` stands for, too."],
    ],
    [
      "by a file above",
      "results/all.dvc",
      file("sub/counts.csv"),
      ["3:9 The output `results/sub/counts.csv` is what `results/sub/counts.csv.dvc` stands for, too."],
    ],
    [
      "as a part of another",
      "results/b.dvc",
      file("a", "a/b"),
      ["5:9 The output `results/a/b` lies in `results/a`, which is an output itself."],
    ],
    [
      "by two stages",
      "dvc.yaml",
      stages("a: { cmd: x, outs: [data/one] }", "b: { cmd: x, wdir: data, metrics: [{ ./one: { cache: false } }] }"),
      ["3:38 The output `data/one` is one of the stage `a`, too."],
    ],
    [
      "by each run of a stage",
      "dvc.yaml",
      stages("a: { foreach: [1, 2, 3], do: { cmd: x, outs: [one] } }"),
      ["2:49 The output `one` is named twice."],
    ],
    [
      "by a template",
      "results/dvc.yaml",
      `vars: [{ name: counts }]\n${stages(`a: { cmd: x, outs: ['$\{name}.csv'] }`)}`,
      ["3:23 The output `results/counts.csv` is what `results/counts.csv.dvc` stands for, too."],
    ],
  ])("%s", async (_, path, text, expected) => {
    const context = ["results/", "results/sub/"].map((folder) => {
      return { path: `${folder}counts.csv.dvc`, text: file("counts.csv") };
    });
    expect(await told("RES-013", path, text, { context })).toEqual(expected);
  });

  test.each([
    ["its own file", "results/counts.csv.dvc", file("counts.csv")],
    ["another output", "results/b.csv.dvc", file("b.csv")],
    ["each run by its own name", "dvc.yaml", stages(`a: { foreach: [1, 2], do: { cmd: x, outs: ['one-$\{item}'] } }`)],
    [
      "names that are not known",
      "dvc.yaml",
      stages(`a: { cmd: x, outs: ['$\{name}'] }`, `b: { cmd: x, outs: ['$\{name}'] }`),
    ],
    ["places elsewhere", "dvc.yaml", stages("a: { cmd: x, outs: ['s3://a/b'] }", "b: { cmd: x, outs: ['s3://a/b'] }")],
    ["names that begin alike", "results/b.dvc", file("a", "ab", "a.b")],
  ])("not: %s", async (_, path, text) => {
    expect(await told("RES-013", path, text)).toEqual([]);
  });
});
