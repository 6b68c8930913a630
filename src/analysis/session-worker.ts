import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { answerWants } from "./answer-wants.ts";
import type { AskForFiles, FileBeside, FilesBeside } from "./files-beside.ts";
import { inspectWith } from "./inspect-with.ts";
import type { InspectionInput } from "./inspector.ts";
import { loadPythonTools } from "./python-tools.ts";
import { runFileTask } from "./run-file-task.ts";
import type { SessionAnswer, SessionMessage } from "./session-messages.ts";
import type { FileOutcome, FileTask } from "./worker-messages.ts";

/** The thread that makes a single inspection by itself, one file after another: the rules are loaded once, here. */
async function inspectOnce(input: InspectionInput): Promise<void> {
  if (parentPort === null) throw new Error("this module runs as a worker only");
  const port = parentPort;
  const post = (message: SessionMessage): void => port.postMessage(message);
  const tools = await loadPythonTools();
  let last: Promise<unknown> = Promise.resolve();
  const run = (task: FileTask, ask: AskForFiles): Promise<FileOutcome> => {
    const next = last.then(() => {
      post({ reads: task.file.path });
      return runFileTask(task, tools, ask);
    });
    last = next;
    return next;
  };
  post({ inspection: await inspectWith(input, answerWants({ run }), askFor(port, post)) });
}

/** The files that the other thread has. */
function askFor(port: MessagePort, post: (message: SessionMessage) => void): FilesBeside {
  const waiting = new Map<number, (answer: SessionAnswer["answer"]) => void>();
  let lastId = 0;
  port.on("message", ({ id, answer }: SessionAnswer) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  const ask = <T extends SessionAnswer["answer"]>(asks: "identify" | "read", path: string): Promise<T> =>
    new Promise((resolve) => {
      lastId += 1;
      waiting.set(lastId, (answer) => resolve(answer as T)); // each question has answers of its own
      post({ id: lastId, asks, path });
    });
  return {
    identify: (path) => ask<string | null>("identify", path),
    read: (path) => ask<FileBeside>("read", path),
  };
}

await inspectOnce(workerData as InspectionInput); // what `inspectInSession` hands over
