import { describe, expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { expectLinear } from "../../support/cost-of.ts";
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

  test.each([
    [
      "by two files of other names",
      { "results/a.dvc": file("counts.csv"), "results/b.dvc": file("counts.csv") },
      ["results/b.dvc:3 The output `results/counts.csv` is what `results/a.dvc` stands for, too."],
    ],
    [
      "by files of two folders",
      { "a.dvc": file("results/sub/counts.csv"), "results/b.dvc": file("sub/counts.csv") },
      ["results/b.dvc:3 The output `results/sub/counts.csv` is what `a.dvc` stands for, too."],
    ],
    [
      "by a file and a stage",
      { "results/a.dvc": file("one"), "results/dvc.yaml": stages("s: { cmd: x, outs: [one] }") },
      ["results/dvc.yaml:2 The output `results/one` is what `results/a.dvc` stands for, too."],
    ],
    [
      "by stages of two files",
      { "a/dvc.yaml": stages("s: { cmd: x, outs: [one] }"), "dvc.yaml": stages("t: { cmd: x, outs: [a/one] }") },
      ["dvc.yaml:2 The output `a/one` is one of the stage `s` of `a/dvc.yaml`, too."],
    ],
    [
      "as a part of what comes later",
      { "results/a.dvc": file("sub/one"), "results/z.dvc": file("sub") },
      ["results/a.dvc:3 The output `results/sub/one` lies in `results/sub`, which is an output itself."],
    ],
    [
      "not where a file stands for something else than its name says",
      { "results/b.csv.dvc": file("c"), "results/z.dvc": file("b.csv") },
      [],
    ],
  ])("%s", async (_, texts, expected) => {
    const files = Object.entries(texts).map(([path, text]) => ({ path, text, kind: "result" }));
    const { findings } = await inspectTexts({ files });
    const said = findings.filter(({ rule }) => rule === "RES-013");
    expect(said.map(({ path, span, message }) => `${path}:${span.start.line} ${message}`)).toEqual(expected);
    // the other one is not asked about
    for (const [index, one] of files.entries()) {
      const context = files.filter((__, place) => place !== index);
      const alone = await inspectTexts({ files: [one], context });
      const isTold = alone.findings.some(({ rule }) => rule === "RES-013");
      expect(isTold, one.path).toBe(expected.length > 0 && !one.path.endsWith("z.dvc"));
    }
  });

  test("what was there before is not new", async () => {
    const text = file("counts.csv");
    const { findings } = await inspectTexts({
      files: [{ path: "results/b.dvc", text: `${text}# a note\n`, before: { path: "results/b.dvc", text } }],
      context: [{ path: "results/a.dvc", text }],
    });
    expect(findings.map(({ rule, isNew }) => [rule, isNew])).toEqual([["RES-013", false]]);
  });

  test("in linear time", { timeout: 60_000 }, async () => {
    const deep = (size: number): string => "a/".repeat(size / 4);
    await expectLinear(20_000, (size) => told("RES-013", "results/a.dvc", file(`${deep(size)}b`, `${deep(size)}c`)));
    await expectLinear(1000, (size) => {
      const outs = Array.from({ length: size }, (_, index) => `{ cmd: x, outs: [d${index}/one] }`);
      return told("RES-013", "dvc.yaml", stages(...outs.map((out, index) => `s${index}: ${out}`)));
    });
  });
});
