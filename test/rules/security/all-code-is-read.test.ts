import { describe, expect, test } from "vitest";
import { loadPythonTools } from "../../../src/analysis/python-tools.ts";
import { inspectTexts } from "../../analysis/inspect-texts.ts";

await loadPythonTools();

const rulesOf = async (path: string, text: string | Uint8Array): Promise<readonly string[]> => {
  const { findings, unread } = await inspectTexts({ files: [{ path, text }] });
  return [...findings.map(({ rule }) => rule), ...unread.map(() => "unread")];
};

const hidden = 'import os\ngetattr(os, "sys" + "tem")("ls")\n';

describe("every Python file of a DAG's or plugin's folder is read", () => {
  test.each([
    ["a file that says nothing of Airflow", "dags/helpers/a.py", hidden],
    ["a plugin", "plugins/a.py", hidden],
    ["a file with a syntax error", "dags/a.py", `${hidden}def f(:\n`],
    ["a file that tree-sitter does not understand wholly", "dags/a.py", `class A[T=int]:\n    x: T\n${hidden}`],
    ["code after a lone carriage return", "dags/a.py", 'import os\n# harmless\rgetattr(os, "sys" + "tem")("ls")\n'],
    ["code in a function that nobody calls", "dags/a.py", 'import os\ndef f():\n    getattr(os, "system")("ls")\n'],
    ["code behind many bindings", "dags/a.py", `${"e = print\n".repeat(40)}e = eval\ne("1")\n`],
    ["code behind a long list", "dags/a.py", `x = [${"1, ".repeat(5000)}]\n${hidden}`],
  ])("%s", async (_, path, text) => {
    expect(await rulesOf(path, text)).toContain("SEC-007");
  });

  test("what cannot be read is a failure, and no silence", async () => {
    expect(
      await rulesOf(
        "dags/a.py",
        new TextEncoder().encode(hidden).map((byte, at) => (at === 3 ? 0xff : byte)),
      ),
    ).not.toEqual([]);
    expect(await rulesOf("plugins/a.pyc", new Uint8Array(64))).toContain("unread");
    expect(await rulesOf("dags/a.py", `# ${"x".repeat(6 * 1024 * 1024)}\n`)).toContain("unread");
  });
});
