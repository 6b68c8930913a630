import { expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { toldOfJob } from "./inspect-jobs.ts";

const options = { cpu: 4, memory: "16Gi", timeout: "2h" };
const inspect = async (resources: string) =>
  (
    await toldOfJob("JOB-013", jobExample({ resources }), {
      severities: { "JOB-013": { severity: null, options } },
    })
  ).told;

test.each([
  ["{ cpu: 4.5 }", "8:19 The request asks for `cpu: 4.5`, and at most `4` is allowed."],
  ["{ memory: 1Ti }", "8:22 The request asks for `memory: 1Ti`, and at most `16Gi` is allowed."],
  ["{ memory: 16385Mi }", "8:22 The request asks for `memory: 16385Mi`, and at most `16Gi` is allowed."],
  ["{ timeout: 121m }", "8:23 The request asks for `timeout: 121m`, and at most `2h` is allowed."],
  ["{ timeout: 1d }", "8:23 The request asks for `timeout: 1d`, and at most `2h` is allowed."],
])("%s", async (resources, expected) => {
  expect(await inspect(resources)).toEqual([expected]);
});

test.each(["{ cpu: 4, memory: 16Gi, timeout: 2h }", "{ memory: 16384Mi, timeout: 7200s }", "{}"])(
  "%s is good",
  async (resources) => {
    expect(await inspect(resources)).toEqual([]);
  },
);

test("without limits, all is", async () => {
  expect((await toldOfJob("JOB-013", jobExample({ resources: "{ cpu: 1000 }" }))).told).toEqual([]);
});
