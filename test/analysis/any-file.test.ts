import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { pino } from "pino";
import { afterAll, describe, expect, test } from "vitest";
import { createInspector } from "../../src/analysis/inspector.ts";
import { readArchive } from "../../src/analysis/read-archive.ts";
import type { Span } from "../../src/domain/finding.ts";
import { rules } from "../../src/rules/index.ts";
import { fuzzed } from "../support/fuzzed.ts";
import { makeZip } from "../support/make-zip.ts";
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

const dags = [...ofName(/\.py$/), ...filesAt("test/fixtures/airflow-corpus/**/*.py")];

const batch = 20;

/** Why a file may stay unread. An error inside of the check, or a deadline missed, is none of them. */
const reasons =
  /^(?:it is nested too deeply to be parsed|it is a binary file, which cannot be checked|it is not UTF-8 text \(line \d+\)|it has [\d.]+ MB; at most 5 MB are read)$/;

const forms: readonly [form: string, path: string, kind: string, seeds: readonly string[], batches: number][] = [
  ["DAGs", "dags/a.py", "dag", dags, 60],
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

const settings = {
  context: [],
  isContextComplete: true,
  python: "3.12",
  severities: {},
  today: "2026-11-20",
};

function toAdded({
  path,
  kind,
  content,
}: {
  readonly path: string;
  readonly kind: string;
  readonly content: Uint8Array;
}) {
  return { path, previousPath: null, status: "added" as const, kind, mode: "100644", size: content.length };
}

describe("no file is too much", () => {
  test.each(forms)(
    "%s",
    async (_, path, kind, seeds, batches) => {
      await fc.assert(
        fc.asyncProperty(fc.array(mutated(seeds), { minLength: batch, maxLength: batch }), async (contents) => {
          const files = contents.map((content, n) => ({ path: `c${n}/${path}`, kind, content, changedLines: null }));
          const known = {
            tree: files.map(({ path: at, content }) => ({ path: at, mode: "100644", size: content.length })),
            changed: files.map(toAdded),
          };
          const said = await inspector.inspect({ ...settings, files, known });
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

const honest = fc.record({
  name: fc.constantFrom("a.py", "b.py", "c.py", "x/d.py", "é.py", "f.txt"),
  content: mutated(dags),
});
const lying = fc.record(
  {
    name: fc.constantFrom("a.py", "../d.py", "/e.py", "g.pyc", "h.zip", "a.py/b.py", ""),
    content: mutated(dags),
    size: fc.nat(5000),
    crc: fc.nat(),
    flags: fc.constantFrom(0, 1, 8, 0x800),
    method: fc.constantFrom(0, 8, 12),
    localName: fc.constantFrom("a.py", "b.py"),
  },
  { requiredKeys: ["name", "content"] },
);

/** An archive as somebody would write it, or would not: names that leave it, entries that lie, bytes that were changed. */
const archived: fc.Arbitrary<Uint8Array> = fc
  .record({
    files: fc.oneof(
      { weight: 3, arbitrary: fc.uniqueArray(honest, { minLength: 1, maxLength: 4, selector: ({ name }) => name }) },
      { weight: 1, arbitrary: fc.array(fc.oneof(honest, lying), { maxLength: 4 }) },
    ),
    before: fc.constantFrom("", "", "", "", "", "", "", "#!/bin/sh\n"),
    comment: fc.constantFrom("", "", "", "", "", "", "", "PK\u0005\u0006"),
    flips: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 3 }) },
    ),
    cut: fc.option(fc.nat(), { freq: 8, nil: null }),
  })
  .map(({ files, before, comment, flips, cut }) => {
    const zip = makeZip(files, { before, comment });
    for (const [at, byte] of flips) zip[at % zip.length] = byte;
    return cut === null ? zip : zip.subarray(0, cut % zip.length);
  });

test("archives", { timeout: 3_600_000 }, async () => {
  let opened = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(archived, { minLength: batch, maxLength: batch }), async (contents) => {
      const files = contents.map((content, n) => ({
        path: `c${n}/dags/a.zip`,
        kind: "dag",
        content,
        changedLines: null,
      }));
      const said = await inspector.inspect({ ...settings, files, known: { changed: files.map(toAdded) } });
      const isTold = ({ reason }: { reason: string }) => reasons.test(reason) || /^(the archive|it) /.test(reason);
      expect(said.unread.filter((one) => !isTold(one) || /internal|deadline|failed/.test(one.reason))).toEqual([]);
      for (const { path, content } of files) {
        const read = await readArchive(content);
        if ("problem" in read) expect(said.unread.map((one) => one.path)).toContain(path);
        else opened += 1;
        for (const finding of said.findings.filter((one) => one.path.startsWith(`${path}/`))) {
          const inner = "files" in read ? read.files.get(finding.path.slice(path.length + 1)) : undefined;
          expect(isInside(finding.span, linesOf(inner ?? new Uint8Array())), JSON.stringify(finding)).toBe(true);
        }
      }
    }),
    fuzzed(15),
  );
  expect(opened).toBeGreaterThan(batch);
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
