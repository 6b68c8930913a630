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

test("templates are known only when DVC runs", async () => {
  expect(await inspect(`outs: ["\${place}/../../x"]`)).toEqual([]);
});

test("other files, and what is no pipeline, are not looked at", async () => {
  expect(await inspect("outs: [/etc/x]", "compose.yaml")).toEqual([]);
  expect(await told("RES-007", "dvc.yaml", "stages: [\n")).toEqual([]);
});
