import { parentPort, workerData } from "node:worker_threads";
import { type InspectionInput, inspectWith } from "./inspector.ts";
import { loadPythonTools } from "./python-tools.ts";
import { runFileTask } from "./run-file-task.ts";
import type { SessionMessage } from "./session-messages.ts";
import type { FileOutcome, FileTask } from "./worker-messages.ts";

/** The thread that makes a single inspection by itself, one file after another: the rules are loaded once, here. */
async function inspectOnce(input: InspectionInput): Promise<void> {
  if (parentPort === null) throw new Error("this module runs as a worker only");
  const port = parentPort;
  const post = (message: SessionMessage): void => port.postMessage(message);
  const tools = await loadPythonTools();
  let last: Promise<unknown> = Promise.resolve();
  const run = (task: FileTask): Promise<FileOutcome> => {
    const next = last.then(() => {
      post({ reads: task.file.path });
      return runFileTask(task, tools);
    });
    last = next;
    return next;
  };
  post({ inspection: await inspectWith(input, { run }) });
}

await inspectOnce(workerData as InspectionInput); // what `inspectInSession` hands over
