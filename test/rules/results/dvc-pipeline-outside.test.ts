import { expect, test } from "vitest";
import { told } from "./inspect-results.ts";

const inspect = (stage: string, path = "dvc.yaml") =>
  told("RES-007", path, `stages:\n  a:\n    cmd: x\n    ${stage}\n`);

test.each([
  ["outs: [/etc/cron.d/x]", "4:12 The output `/etc/cron.d/x` of the stage `a` is an absolute path."],
  ["outs: [~/x]", "4:12 The output `~/x` of the stage `a` is an absolute path."],
  ["outs: [../x]", "4:12 The output `../x` of the stage `a` leaves the repository."],
  [
    "metrics: [{ s3://bucket/x: { cache: false } }]",
    "4:15 The output `s3://bucket/x` of the stage `a` is a place outside of the repository.",
  ],
  ["plots: [a/../../x]", "4:13 The output `a/../../x` of the stage `a` leaves the repository."],
  ["do: { cmd: x, outs: [../../x] }", "4:26 The output `../../x` of the stage `a` leaves the repository."],
])("%s", async (stage, expected) => {
  expect(await inspect(stage)).toEqual([expected]);
});

test("paths count from where the stage runs", async () => {
  expect(await inspect("outs: [../x]", "study/dvc.yaml")).toEqual([]);
  expect(await inspect("outs: [../../x]", "study/dvc.yaml")).toHaveLength(1);
  expect(await inspect("{ wdir: src, outs: [../x] }".slice(2, -2).replace(", ", "\n    "))).toEqual([]);
  expect(await inspect("outs: [x]\n    wdir: /srv")).toEqual([
    "4:12 The output `x` of the stage `a` is written below an absolute `wdir`.",
  ]);
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: they are DVC's
test.each([
  ["a variable", 'outs: ["${root}/x"]\n    vars: [{ root: ../.. }]'],
  ["a variable in a map", 'outs: ["${to.root}/x"]\n    vars: [params.json, { to: { root: /srv } }]'],
  ["an item of a list", 'outs: ["${to[1]}"]\n    vars: [{ to: [a, s3://bucket/x] }]'],
  ["the folder", "outs: [x]\n    wdir: ${ root }\n    vars: [{ root: /srv }]"],
  ["one of each", 'foreach: [a, ../b]\n    do: { cmd: x, outs: ["${item}"] }'],
  ["a part of each", 'foreach: [{ to: a }, { to: ../b }]\n    do: { cmd: x, outs: ["${item.to}/c"] }'],
  ["a name of each", 'foreach: { ../a: 1, b: 2 }\n    do: { cmd: x, outs: ["${key}"] }'],
  ["one of a matrix", 'matrix: { to: [a, /b], n: [1, 2] }\n    outs: ["${item.to}"]'],
])("a template whose value the file has itself: %s", async (_, stage) => {
  expect(await inspect(stage)).toHaveLength(1);
});

test("a template of the whole file", async () => {
  const text = 'vars: [{ root: ../x }]\nstages:\n  a:\n    cmd: x\n    outs: ["${root}"]\n';
  expect(await told("RES-007", "dvc.yaml", text)).toHaveLength(1);
});

test.each([
  'outs: ["${root}/x"]\n    vars: [{ root: data }]',
  'foreach: [a, b]\n    do: { cmd: x, outs: ["${item}/../c"] }',
  'foreach: [{ a: b/c, d: ../../e }, { a: f, d: g }]\n    do: { cmd: x, outs: ["${item.a}/${item.d}"] }',
  'foreach: ${list}\n    do: { cmd: x, outs: ["${item}"] }',
  'matrix: { to: [a, b] }\n    outs: ["${item.to}-${item.n}"]',
])("not %j", async (stage) => {
  expect(await inspect(stage)).toEqual([]);
});

test("templates of many values cost little", async () => {
  const many = Array.from({ length: 3000 }, (_, index) => `a${index}`).join(", ");
  const out = "${item}".repeat(500);
  expect(await inspect(`foreach: [${many}]\n    do: { cmd: x, wdir: "${out}", outs: ["${out}"] }`)).toEqual([]);
});

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: they are DVC's

test("a template whose value stands elsewhere is known only when DVC runs", async () => {
  expect(await inspect(`outs: ["\${place}/../../x"]`)).toEqual([]);
});

test("other files, and what is no pipeline, are not looked at", async () => {
  expect(await inspect("outs: [/etc/x]", "compose.yaml")).toEqual([]);
  expect(await told("RES-007", "dvc.yaml", "stages: [\n")).toEqual([]);
});
