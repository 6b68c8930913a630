import { expect, test } from "vitest";
import { toldOfChange } from "./inspect-hygiene.ts";

const inspect = (path: string, more: object = {}) => toldOfChange("HYG-020", path, more);

test.each([
  [".countersign.yml", "who must agree to what"],
  [".github/countersign.yml", "who must agree to what"],
  [".github/CODEOWNERS", "whom the forge asks for a review"],
  ["countersign.node.yml", "who controls the node, and what it runs"],
  ["dags/.gitattributes", "which changes are shown"],
  [".gitmodules", "what belongs to the repository"],
])("%s", async (path, what) => {
  expect(await inspect(path, { status: "modified" })).toEqual([
    `${path} This change edits \`${path}\`, which decides ${what}.`,
  ]);
});

test("to remove the policy is told, too, where it was", async () => {
  expect(await inspect(".countersign.yml", { status: "removed" })).toEqual([
    ".countersign.yml This change removes `.countersign.yml`, which decides who must agree to what.",
  ]);
});

test.each([".github/workflows/ci.yml", "dags/a.py", "docs/policy.md"])("%s is none", async (path) => {
  expect(await inspect(path)).toEqual([]);
});
