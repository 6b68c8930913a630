import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pino } from "pino";
import { expect } from "vitest";
import { createInspector } from "../../src/analysis/inspector.ts";
import type { Inspection } from "../../src/domain/finding.ts";
import { installAirflow } from "../support/install-airflow.ts";

/** What is read of it. */
const read = /(?:\.(?:pyi?|ya?ml|json|toml|cfg|txt|dvc)|ignore|Dockerfile[^/]*)$/;

interface Library {
  readonly name: string;
  readonly root: string;
  readonly isPart: (path: string) => boolean;
}

/**
 * Checks a great deal of code that nobody wrote for Countersign, in two threads, and prints what it took. Each file was looked at, or is
 * named with a reason of its own; the check has no error inside.
 */
export async function checkLibrary(library: Library, least: number): Promise<void> {
  const { inspection, files, figures } = await check(library);
  console.table([figures]);
  expect(files).toBeGreaterThan(least);
  expectWhole(inspection, files);
}

/** The same of all packages of a virtual environment with this Airflow. */
export async function checkPackagesOf(version: 2 | 3): Promise<void> {
  const { directory } = await installAirflow(version);
  await checkLibrary({ name: `Airflow ${version}`, root: join(directory, "lib"), isPart: () => true }, 4000);
}

async function check({ name, root, isPart }: Library) {
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
  const figures = {
    what: name,
    files: files.length,
    MB: Math.round(files.reduce((sum, { content }) => sum + content.length, 0) / 1e6),
    seconds: Math.round((performance.now() - begin) / 1000),
    "max RSS, MB": Math.round(process.resourceUsage().maxRSS / 1024),
    findings: inspection.findings.length,
    unread: inspection.unread.length,
  };
  return { inspection, files: files.length, figures };
}

const reasons = [/^it has [\d.]+ MB; at most 5 MB are read$/, /^it is not UTF-8 text \(line \d+\)$/];

function expectWhole({ unread, filesInspected, findings }: Inspection, files: number): void {
  expect(unread.filter(({ reason }) => !reasons.some((one) => one.test(reason)))).toEqual([]);
  expect(filesInspected + unread.length).toBe(files);
  expect(findings.every(({ span }) => span.start.line >= 1 && span.start.column >= 1)).toBe(true);
}
