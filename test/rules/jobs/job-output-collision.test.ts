import { expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { toldOfJob } from "./inspect-jobs.ts";

const inspect = async (...paths: readonly string[]) => {
  const outputs = `[${paths.map((path) => `{ path: ${JSON.stringify(path)}, kind: text }`).join(", ")}]`;
  return (await toldOfJob("JOB-014", jobExample({ outputs }))).told.map((line) => line.replace(/^\d+:\d+ /, ""));
};

test.each([
  [["a", "a/b/c"], "The output `a/b/c` lies in `a`, which is an output itself."],
  [["a/b/c", "A"], "The output `a/b/c` lies in `A`, which is an output itself."],
  [["a.txt", "A.TXT"], "The output `A.TXT` is the same name as `a.txt` where capitals are folded."],
  [["\u00e9", "e\u0301"], "The output `e\u0301` is the same name as `\u00e9` where capitals are folded."],
  [[".countersign-salt"], "The output `.countersign-salt` has a name that is reserved."],
])("%j", async (paths, expected) => {
  expect(await inspect(...paths)).toEqual([expected]);
});

test("names that only begin alike are good", async () => {
  expect(await inspect("a", "ab", "b/a", "x/.countersign-salt")).toEqual([]);
});
