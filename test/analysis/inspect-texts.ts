import { answerWants } from "../../src/analysis/answer-wants.ts";
import { inspectWith } from "../../src/analysis/inspect-with.ts";
import type { InspectionInput, KnownFacts } from "../../src/analysis/inspector.ts";
import { loadPythonTools } from "../../src/analysis/python-tools.ts";
import { listDeclaring, readDeclared } from "../../src/analysis/read-declared.ts";
import { describeFailure, runFileTask } from "../../src/analysis/run-file-task.ts";
import type { ChangedLines } from "../../src/core/inspect/changed-lines.ts";
import type { Finding, Inspection } from "../../src/domain/finding.ts";
import type { Policy } from "../../src/domain/policy.ts";
import { defaultKinds } from "../../src/policy/defaults.ts";
import { createKindOf } from "../../src/predicates/path-kinds.ts";

const kindOf = createKindOf(defaultKinds);

export interface TextFile {
  readonly path: string;
  readonly text: string | Uint8Array;
  readonly kind?: string;
  readonly changedLines?: ChangedLines;
  /** What it was before the change; `null`: it was not there. */
  readonly before?: { readonly path: string; readonly text: string } | null;
}

export interface TextsToInspect {
  readonly files: readonly TextFile[];
  readonly context?: readonly TextFile[];
  readonly isContextComplete?: boolean;
  readonly removed?: InspectionInput["removed"];
  readonly python?: string;
  readonly severities?: Policy["rules"];
  readonly today?: string;
  /** What it leaves out is not known, but for the tree: without one it is what `files` and `context` make. */
  readonly known?: KnownFacts;
  readonly askNode?: InspectionInput["askNode"];
}

/** The inspection as the service makes it, in this thread: the same code, the real parsers, no worker. */
export async function inspectTexts(input: TextsToInspect): Promise<Inspection> {
  const tools = await loadPythonTools();
  const bytes = (text: string | Uint8Array): Uint8Array =>
    typeof text === "string" ? new TextEncoder().encode(text) : text;
  const all = [...input.files, ...(input.context ?? [])];
  const declaring = new Set(listDeclaring(all.map(({ path }) => path)));
  const declared = await readDeclared(
    all.filter(({ path }) => declaring.has(path)).map(({ path, text }) => ({ path, content: bytes(text) })),
  );
  const tree = all.map(({ path, text }) => ({ path, mode: "100644", size: bytes(text).length }));
  return inspectWith(
    {
      files: input.files.map(({ path, text, kind, changedLines, before }) => ({
        ...(before === undefined
          ? {}
          : { before: before === null ? null : { path: before.path, content: bytes(before.text) } }),
        path,
        content: bytes(text),
        kind: kind ?? kindOf(path),
        changedLines: changedLines ?? null,
      })),
      context: (input.context ?? []).map(({ path, text }) => ({ path, content: bytes(text) })),
      isContextComplete: input.isContextComplete ?? true,
      ...(input.removed === undefined ? {} : { removed: input.removed }),
      python: input.python ?? "3.12",
      severities: input.severities ?? {},
      today: input.today ?? "2026-11-20",
      known: { tree, declared, ...input.known },
      ...(input.askNode === undefined ? {} : { askNode: input.askNode }),
    },
    answerWants({ run: (task, ask) => runFileTask(task, tools, ask).catch(describeFailure) }),
  );
}

/** Findings in one line each: `RULE line:column message`. */
export function brief(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule, span, message }) => `${rule} ${span.start.line}:${span.start.column} ${message}`);
}

/** What one Python file in `dags/` is told by one rule, as `line:column` of each finding. */
export async function placesIn(
  rule: string,
  text: string,
  more: Partial<TextsToInspect> = {},
): Promise<readonly string[]> {
  const { findings, unread } = await inspectTexts({ files: [{ path: "dags/a.py", text }], ...more });
  if (unread.length > 0) throw new Error(JSON.stringify(unread));
  return findings.filter((one) => one.rule === rule).map(({ span }) => `${span.start.line}:${span.start.column}`);
}
