import { expect, test } from "vitest";
import { told } from "./inspect-hygiene.ts";

const pointer = (oid = `sha256:${"ab".repeat(32)}`, size = "5") =>
  `version https://git-lfs.github.com/spec/v1\noid ${oid}\nsize ${size}\n`;
const inspect = (path: string, text: string) => told("HYG-012", path, text);

test.each([
  ["in place of a DAG", "dags/a.py", pointer(), "what runs must be in git itself"],
  ["in place of a job request", "jobs/a.yml", pointer(), "what runs must be in git itself"],
  ["with a digest that is none", "data/a.csv", pointer("sha256:../../x"), "its oid is not a SHA-256 digest"],
  ["with a size that is none", "data/a.csv", pointer(undefined, "-5"), "its size is not a number"],
])("%s", async (_, path, text, why) => {
  expect(await inspect(path, text)).toEqual([`1:1 This is a pointer of Git LFS, and ${why}.`]);
});

test("a good one of data is as it should be", async () => {
  expect(await inspect("data/a.csv", pointer())).toEqual([]);
});

test("a text that speaks of pointers is none", async () => {
  expect(await inspect("docs/lfs.md", `# Pointers\n${pointer("x")}`)).toEqual([]);
});
