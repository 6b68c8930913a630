import { describe, expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";

const head = "from airflow.providers.standard.operators.bash import BashOperator\nimport os\n";
const shell = (word: string) => `${head}os.system("${word.repeat(20_000)}")\n`;

describe("a file that is made to cost much costs little", () => {
  test.each([
    ["a long list that is used often", `${head}x = [${"1, ".repeat(5000)}]\n${"print(x)\n".repeat(1000)}`],
    ["downloads", shell("curl | ")],
    ["netcat", shell("nc ")],
    ["copies", shell("cp a ")],
    ["readers", shell("cat ")],
    ["shells", shell("sh -i ")],
    ["templates", `${head}BashOperator(bash_command="${"{{ a if b if ".repeat(10_000)}")\n`],
    ["connections", `x = """${"AIRFLOW_CONN_A={".repeat(20_000)}"""\n`],
    ["URIs", `x = "${"a://".repeat(30_000)}"\n`],
    ["tokens", `x = "${"eyJ".repeat(30_000)}"\n`],
    ["base64", `x = """${"QUJDREVGR0hJSktMTU5P\n".repeat(10_000)}"""\n`],
    ["paths", `${head}open("${"/airflow".repeat(20_000)}", "w")\n`],
    ["a coding line", `#${" coding".repeat(50_000)}\n`],
    ["names in disguise", `import os\n${"oѕ = 1\n".repeat(3000)}`],
  ])("%s", { timeout: 30_000 }, async (_, text) => {
    const before = performance.now();
    const { unread } = await inspectTexts({ files: [{ path: "dags/a.py", text }] });
    expect(unread).toEqual([]);
    expect(performance.now() - before).toBeLessThan(8000);
  });
});
