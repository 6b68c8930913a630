import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

test.each([
  ['os.system("cat /shared/a.txt")', []],
  ["os.system(command)", ["S605 4"]],
  ['os.system(f"cat {command}")', ["S605 4"]],
  ['subprocess.run("ls -l", shell=True)', []],
  ["subprocess.run(command, shell=True)", ["S602 4"]],
])("%s", async (text, expected) => {
  const head = "import os\nimport subprocess\ncommand = input()\n";
  expect(await lintOf(["S602", "S605"], `${head}${text}\n`)).toEqual(expected);
});
