import { inspectFile } from "../core/inspect.ts";
import { rules } from "../rules/index.ts";
import { gatherFacts } from "./gather-facts.ts";
import { ParserExhausted, type PythonTools } from "./python-tools.ts";
import type { FileOutcome, WorkerTask } from "./worker-messages.ts";

const nothing = { findings: [], indeterminate: [] };

/** Reads one file and runs the rules on it, in whatever thread this is. */
export async function runFileTask(task: Omit<WorkerTask, "id">, tools: PythonTools): Promise<FileOutcome> {
  const facts = await gatherFacts(task.file, task.settings, tools);
  if ("skipped" in facts) return { raw: nothing, module: null, status: "skipped", reason: facts.skipped };
  if ("unread" in facts) return { raw: nothing, module: null, status: "unread", reason: facts.unread };
  const raw = task.job === "inspect" ? inspectFile(facts.subject, rules) : nothing;
  return { raw, module: facts.subject.module, status: "inspected", reason: null };
}

/** What is told of a file when the check itself is at fault: where, but no message, which could show the file's text. */
export function describeFailure(error: unknown): FileOutcome {
  if (error instanceof ParserExhausted) return { raw: nothing, module: null, status: "unread", reason: error.message };
  const frame = error instanceof Error ? /at .*?([\w.-]+:\d+):\d+\)?$/m.exec(error.stack ?? "")?.[1] : undefined;
  const what = error instanceof Error ? `${error.name} at ${frame ?? "an unknown place"}` : "an unknown error";
  return {
    raw: nothing,
    module: null,
    status: "unread",
    reason: `the check failed inside (${what}); please report it`,
  };
}
