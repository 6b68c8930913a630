import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { pino } from "pino";
import { afterAll, describe, expect, test } from "vitest";
import { createInspector } from "../../src/analysis/inspector.ts";
import type { Span } from "../../src/domain/finding.ts";
import { rules } from "../../src/rules/index.ts";
import { fuzzed } from "../support/fuzzed.ts";
import { mutated } from "../support/mutated-files.ts";

/**
 * Files of every form with something wrong in them, made of the rules' own examples and of the corpus of DAGs: no error inside, no
 * hang, no silence, and whatever is said stands in the file.
 */
const root = join(import.meta.dirname, "../..");
const inspector = createInspector({ workers: 2, deadlineMs: 20_000, log: pino({ level: "silent" }) });
afterAll(() => inspector.close());

const examples = rules.flatMap(({ bad, good }) => [bad, good]).flatMap((one) => [one, ...(one.context ?? [])]);
const ofName = (name: RegExp): readonly string[] =>
  examples.filter(({ path }) => name.test(path)).map(({ text }) => text);
const filesAt = (pattern: string): readonly string[] =>
  globSync(pattern, { cwd: root })
    .toSorted()
    .map((path) => readFileSync(join(root, path), "utf8"));

const projects = [
  '[project]\nname = "study"\nrequires-python = ">=3.11"\ndependencies = ["pandas==2.2.3", "duckdb>=1 ; python_version < \'3.13\'"]\n',
  '[tool.poetry.dependencies]\npython = "^3.11"\npandas = { version = "~2.2", extras = ["all"] }\n[dependency-groups]\ndev = ["pytest"]\n',
];

const batch = 20;

/** Why a file may stay unread. An error inside of the check, or a deadline missed, is none of them. */
const reasons =
  /^(?:it is nested too deeply to be parsed|it is a binary file, which cannot be checked|it is not UTF-8 text \(line \d+\)|it has [\d.]+ MB; at most 5 MB are read)$/;

const forms: readonly [form: string, path: string, kind: string, seeds: readonly string[], batches: number][] = [
  ["DAGs", "dags/a.py", "dag", [...ofName(/\.py$/), ...filesAt("test/fixtures/airflow-corpus/**/*.py")], 60],
  ["manifests", "argocd/a.yaml", "node", ofName(/^(?:argocd|charts|manifests)\/.*\.ya?ml$/), 40],
  ["job requests", "jobs/a.yml", "job", ofName(/^jobs\/.*\.ya?ml$/), 30],
  ["files of DVC", "results/a.dvc", "result", ofName(/\.dvc$/), 15],
  ["locks of DVC", "results/dvc.lock", "result", ofName(/\.dvc$|dvc\.(?:yaml|lock)$/), 10],
  ["Dockerfiles", "Dockerfile", "node", ofName(/Dockerfile/), 15],
  ["requirements", "requirements.txt", "node", ofName(/requirements.*\.txt$/), 10],
  ["projects of Python", "pyproject.toml", "node", projects, 10],
  ["pipelines of DVC", "dvc.yaml", "result", ofName(/dvc\.yaml$/), 5],
  ["settings of DVC", ".dvc/config", "node", ofName(/\.dvc\/config$/), 5],
  ["schemas of parameters", "jobs/schemas/a.json", "job", ofName(/^jobs\/schemas\/.*\.json$/), 5],
  ["charts", "charts/a/Chart.yaml", "node", ofName(/^charts\/.*\.yaml$/), 5],
  ["files of nodes", "countersign.node.yml", "node", ofName(/countersign\.node\.ya?ml$/), 5],
  ["attributes", ".gitattributes", "node", ofName(/\.git(?:attributes|modules)$/), 3],
  ["lists of what is no DAG", "dags/.airflowignore", "dag", ["tests/\n*.sql\n!keep.py\n", "^.*_test\\.py$\n# no\n"], 3],
];

describe("no file is too much", () => {
  test.each(forms)(
    "%s",
    async (_, path, kind, seeds, batches) => {
      await fc.assert(
        fc.asyncProperty(fc.array(mutated(seeds), { minLength: batch, maxLength: batch }), async (contents) => {
          const files = contents.map((content, n) => ({ path: `c${n}/${path}`, kind, content, changedLines: null }));
          const known = {
            tree: files.map(({ path: at, content }) => ({ path: at, mode: "100644", size: content.length })),
            changed: files.map((file) => ({
              path: file.path,
              previousPath: null,
              status: "added" as const,
              kind,
              mode: "100644",
              size: file.content.length,
            })),
          };
          const said = await inspector.inspect({
            files,
            context: [],
            isContextComplete: true,
            python: "3.12",
            severities: {},
            today: "2026-11-20",
            known,
          });
          expect(said.unread.filter(({ reason }) => !reasons.test(reason))).toEqual([]);
          expect(said.filesInspected + said.unread.length).toBe(files.length);
          const texts = new Map(files.map((file) => [file.path, linesOf(file.content)]));
          for (const finding of said.findings)
            expect(isInside(finding.span, texts.get(finding.path) ?? []), JSON.stringify(finding)).toBe(true);
        }),
        fuzzed(batches),
      );
    },
    3_600_000,
  ); // a failure is made small before it is told
});

/** A file in a coding of its own has other columns. */
function linesOf(content: Uint8Array): readonly string[] {
  return new TextDecoder().decode(content).split("\n");
}

function isInside({ start, end }: Span, lines: readonly string[]): boolean {
  const isForward = end.line > start.line || (end.line === start.line && end.column >= start.column);
  const width = Buffer.byteLength(lines[start.line - 1] ?? "");
  return isForward && start.line >= 1 && start.column >= 1 && end.line <= lines.length + 1 && start.column <= width + 1;
}
