import { describe, test } from "vitest";
import { checkLibrary, checkPackagesOf } from "../support/check-library.ts";
import { runCommand } from "../support/run-command.ts";

describe("the check over libraries", () => {
  test("Python's standard library, with its own tests", async () => {
    const place = "import sysconfig; print(sysconfig.get_paths()['stdlib'])";
    const { stdout } = await runCommand("python3", ["-c", place], { cwd: "/" });
    const isPart = (path: string): boolean => !/^(?:site|dist)-packages\//.test(path);
    await checkLibrary({ name: "standard library", root: stdout.trim(), isPart }, 500);
  });

  test("all packages of a virtual environment with Airflow 3", () => checkPackagesOf(3));
});
