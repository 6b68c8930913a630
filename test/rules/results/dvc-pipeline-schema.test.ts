import { expect, test } from "vitest";
import { told } from "./inspect-results.ts";

const inspect = (text: string, path = "dvc.yaml") => told("RES-006", path, text);

test.each([
  [
    "an unknown key of a stage",
    "stages:\n  a:\n    comand: x\n",
    /^3:5 Unknown key `comand` in `stages\.a`\. Known are `cmd`/,
  ],
  ["an unknown key of the file", "stage:\n  a: {}\n", /^1:1 Unknown key `stage`\. Did you mean `stages`\?/],
  ["a command that is a map", "stages:\n  a:\n    cmd: { x: 1 }\n", /^3:10 /],
  ["outputs that are no list", "stages:\n  a:\n    cmd: x\n    outs: a.csv\n", /^4:11 .*must be a list/],
  ["an output without its settings", "stages:\n  a:\n    cmd: x\n    outs: [{ a.csv: }]\n", /^4:\d+ /],
  ["what is no YAML", "stages: [\n", /not YAML/],
])("%s", async (_, text, expected) => {
  const said = await inspect(text);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(expected);
});

test("all that DVC takes", async () => {
  const text = `vars: [params.yaml, { n: 3 }]
stages:
  prepare:
    cmd: [python a.py, python b.py]
    wdir: src
    deps: [a.py, ../data/raw]
    params: [seed, { other.yaml: [x] }]
    outs:
      - data/out.csv
      - model.pt: { cache: true, persist: false, desc: the model, remote: models, push: false }
    metrics: [{ metrics.json: { cache: false } }]
    plots: [{ roc.csv: { x: fpr, y: tpr, template: linear } }]
    frozen: false
    always_changed: true
    meta: { any: thing }
  each:
    foreach: \${items}
    do: { cmd: "python \${item}", outs: ["\${item}.csv"] }
  grid:
    matrix: { a: [1, 2], b: [x] }
    cmd: python \${item.a}
params: [params.yaml]
metrics: [metrics.json]
plots: [{ plots/a.csv: { x: a } }]
artifacts: { model: { path: model.pt, type: model, labels: [a] } }
datasets: [{ name: a, url: dvc://x, type: dvc, path: b, rev: main }]
`;
  expect(await inspect(text)).toEqual([]);
});

test("an empty one, and another file, are not looked at", async () => {
  expect(await inspect("stages:\n")).toEqual([]);
  expect(await inspect("stage: {}\n", "other.yaml")).toEqual([]);
});
