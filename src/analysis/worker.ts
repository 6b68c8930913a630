import { parentPort } from "node:worker_threads";
import { inspectFile } from "../core/inspect.ts";
import { rules } from "../rules/index.ts";
import { gatherFacts } from "./gather-facts.ts";
import { loadPythonTools } from "./python-tools.ts";
import type { FileOutcome, WorkerMessage, WorkerTask } from "./worker-messages.ts";

const nothing = { findings: [], indeterminate: [] };

/** The thread in which files are read and rules run. A bug in either costs one file, and is told. */
async function serveTasks(): Promise<void> {
  if (parentPort === null) throw new Error("this module runs as a worker only");
  const port = parentPort;
  const post = (message: WorkerMessage): void => port.postMessage(message);
  const tools = await loadPythonTools();

  const work = async (task: WorkerTask): Promise<FileOutcome> => {
    const facts = await gatherFacts(task.file, task.settings, tools);
    if ("skipped" in facts) return { raw: nothing, module: null, status: "skipped", reason: facts.skipped };
    if ("unread" in facts) return { raw: nothing, module: null, status: "unread", reason: facts.unread };
    const raw = task.job === "inspect" ? inspectFile(facts.subject, rules) : nothing;
    return { raw, module: facts.subject.module, status: "inspected", reason: null };
  };

  port.on("message", (task: WorkerTask) => {
    work(task).then(
      (outcome) => post({ id: task.id, outcome }),
      (error: unknown) => post({ id: task.id, outcome: describeFailure(error) }),
    );
  });
  post({ ready: true });
}

function describeFailure(error: unknown): FileOutcome {
  const what =
    error instanceof Error
      ? `${error.name}: ${(error.message.split("\n")[0] ?? "").slice(0, 120)}`
      : "an unknown error";
  return { raw: nothing, module: null, status: "unread", reason: `the check failed inside (${what})` };
}

await serveTasks();
