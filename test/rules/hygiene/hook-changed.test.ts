import { expect, test } from "vitest";
import { toldOfChange } from "./inspect-hygiene.ts";

const inspect = (path: string, more: object = {}) => toldOfChange("HYG-019", path, more);

test.each([
  ".githooks/pre-commit",
  ".husky/pre-push",
  ".pre-commit-config.yaml",
  ".vscode/tasks.json",
  ".devcontainer/devcontainer.json",
  ".envrc",
  ".mcp.json",
  "dags/sitecustomize.py",
])("%s", async (path) => {
  expect(await inspect(path, { status: "modified" })).toEqual([
    `${path} This change edits \`${path}\`, which runs by itself on the machines of others.`,
  ]);
});

test.each(["dags/hooks/http.py", ".vscode/extensions.json", "models/best.pth.dvc"])("%s is none", async (path) => {
  expect(await inspect(path)).toEqual([]);
});

test("to remove one is good", async () => {
  expect(await inspect(".envrc", { status: "removed" })).toEqual([]);
});

test("a path file of Python, which the weights of a model are not", async () => {
  expect(await inspect("plugins/x.pth", { looks: { form: "text", what: null } })).toHaveLength(1);
  expect(await inspect("models/x.pth", { looks: { form: "archive", what: null } })).toEqual([]);
});
