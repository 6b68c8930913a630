import { expect, test } from "vitest";
import { dag, told } from "./inspect-dependencies.ts";

test("each entry that is wrong, where it stands", async () => {
  expect(await told("DEP-010", "a==1\n  b = 2\n-x y\n", { path: "requirements.txt" })).toEqual([
    "2:3 `= 2` behind `b` is no version specifier.",
    "3:1 `-x` is no option that a requirements file may have.",
  ]);
});

test("TOML that is none, in pyproject.toml and in a script block", async () => {
  expect(await told("DEP-010", "[project\n", { path: "pyproject.toml" })).toHaveLength(1);
  const [said] = await told("DEP-010", dag("# /// script\n# dependencies = [\n# oops\n# ///"));
  expect(said).toMatch(/^3:\d+ It is no TOML/);
});

test("a file of another name is not looked into", async () => {
  expect(await told("DEP-010", "b = 2\n", { path: "notes.txt" })).toEqual([]);
});
