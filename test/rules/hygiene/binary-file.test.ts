import { expect, test } from "vitest";
import { toldOfChange } from "./inspect-hygiene.ts";

const binary = { looks: { form: "binary", what: null } } as const;
const inspect = (path: string, more: object = {}) => toldOfChange("HYG-021", path, { ...binary, ...more });

test("what nobody sees", async () => {
  expect(await inspect("tests/a.bin")).toEqual(["tests/a.bin `tests/a.bin` is binary, so nobody sees what is in it."]);
  expect(await inspect("tests/a", { status: "modified" })).toHaveLength(1);
});

test.each([
  ["docs/a.mp4", {}],
  ["data/a.npy", {}], // other rules tell of data
  ["plugins/a.bin", { kind: "dag" }], // a failure, as it cannot be read
  ["a", { status: "removed" }],
  ["a", { looks: { form: "text", what: null } }],
  ["a", { looks: undefined }],
])("%s %j", async (path, more) => {
  expect(await inspect(path, more)).toEqual([]);
});
