import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pino } from "pino";
import { afterAll, describe, expect, test } from "vitest";
import { createInspector } from "../../src/analysis/inspector.ts";
import type { Inspection } from "../../src/domain/finding.ts";
import { installAirflow } from "../support/install-airflow.ts";
import { runCommand } from "../support/run-command.ts";

/** A great deal of code that nobody wrote for Countersign: all of it is read, by two threads, and the check itself never fails. */
const read = /(?:\.(?:pyi?|ya?ml|json|toml|cfg|txt|dvc)|ignore|Dockerfile[^/]*)$/;

interface Library {
  readonly name: string;
  readonly root: string;
  readonly isPart: (path: string) => boolean;
}

const lines: unknown[] = [];
afterAll(() => console.table(lines));

async function check({ name, root, isPart }: Library): Promise<{ inspection: Inspection; files: number }> {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && read.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter(isPart);
  const files = paths.map((path) => ({
    path,
    kind: path.endsWith(".py") ? "dag" : "node",
    content: readFileSync(join(root, path)),
    changedLines: null,
  }));
  const inspector = createInspector({ workers: 2, deadlineMs: 60_000, log: pino({ level: "warn" }) });
  const begin = performance.now();
  const inspection = await inspector.inspect({
    files,
    context: [],
    python: "3.11",
    severities: {},
    today: "2026-11-20",
    known: { tree: files.map(({ path, content }) => ({ path, mode: "100644", size: content.length })) },
  });
  await inspector.close();
  lines.push({
    what: name,
    files: files.length,
    MB: Math.round(files.reduce((sum, { content }) => sum + content.length, 0) / 1e6),
    seconds: Math.round((performance.now() - begin) / 1000),
    "max RSS, MB": Math.round(process.resourceUsage().maxRSS / 1024),
    findings: inspection.findings.length,
    unread: inspection.unread.length,
  });
  return { inspection, files: files.length };
}

/** Each file was looked at, or is named with a reason of its own; the check has no error inside. */
function expectWhole({ inspection, files }: Awaited<ReturnType<typeof check>>, known: readonly RegExp[]): void {
  const { unread, filesInspected } = inspection;
  expect(unread.filter(({ reason }) => !known.some((one) => one.test(reason)))).toEqual([]);
  expect(filesInspected + unread.length).toBe(files);
  expect(inspection.findings.every(({ span }) => span.start.line >= 1 && span.start.column >= 1)).toBe(true);
}

const reasons = [/^it has [\d.]+ MB; at most 5 MB are read$/, /^it is not UTF-8 text \(line \d+\)$/];

describe("the check over libraries", () => {
  test("Python's standard library, with its own tests", async () => {
    const place = "import sysconfig; print(sysconfig.get_paths()['stdlib'])";
    const { stdout } = await runCommand("python3", ["-c", place], { cwd: "/" });
    const isPart = (path: string): boolean => !/^(?:site|dist)-packages\//.test(path);
    const checked = await check({ name: "standard library", root: stdout.trim(), isPart });
    expect(checked.files).toBeGreaterThan(500);
    expectWhole(checked, reasons);
  });

  test.each([3, 2] as const)("all packages of a virtual environment with Airflow %i", async (version) => {
    const { directory } = await installAirflow(version);
    const checked = await check({ name: `Airflow ${version}`, root: join(directory, "lib"), isPart: () => true });
    expect(checked.files).toBeGreaterThan(4000);
    expectWhole(checked, reasons);
  });
});
