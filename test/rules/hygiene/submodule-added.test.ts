import { expect, test } from "vitest";
import { toldOfChange } from "./inspect-hygiene.ts";

const inspect = (more: object) => toldOfChange("HYG-009", "vendor/x", { mode: "160000", size: null, ...more });

test.each([
  [{}, ["vendor/x `vendor/x` is a submodule."]],
  [{ status: "modified" }, ["vendor/x The submodule `vendor/x` is moved to another commit."]],
  [{ status: "removed" }, []],
  [{ mode: "100644" }, []],
])("%j", async (more, expected) => {
  expect(await inspect(more)).toEqual(expected);
});
