import { expect, test } from "vitest";
import { installPythonPackages } from "./install-python-packages.ts";
import { runCommand } from "./run-command.ts";

test("a program that is told to end does so, and keeps nobody waiting", async () => {
  const ended = new AbortController();
  const run = runCommand("sleep", ["60"], { cwd: "/", signal: ended.signal });
  setTimeout(() => ended.abort(), 100);
  expect(await run).toMatchObject({ code: null });
}, 20_000);

test("what was ended before is not begun, nor in another way", async () => {
  const signal = AbortSignal.abort(new Error("ended"));
  await expect(runCommand("true", [], { cwd: "/", signal })).rejects.toThrow("ended");
  await expect(installPythonPackages("/nowhere/at-all", ["x"], [], signal)).rejects.toThrow("ended");
});
