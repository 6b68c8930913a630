import { parentPort, workerData } from "node:worker_threads";
import type { AskForFiles, GivenFiles } from "./files-beside.ts";
import { loadPythonTools } from "./python-tools.ts";
import { describeFailure, runFileTask } from "./run-file-task.ts";
import type { SharedInput } from "./shared-facts.ts";
import type { FileOutcome, FileTask, TaskDone, WorkerMessage, WorkerTask } from "./worker-messages.ts";

/** The thread in which files are read and rules run. A bug in either costs one file, and is told. */
async function serveTasks(): Promise<void> {
  if (parentPort === null) throw new Error("this module runs as a worker only");
  const port = parentPort;
  const post = (message: WorkerMessage): void => port.postMessage(message);
  const { isForCache } = workerData as { readonly isForCache: boolean }; // what the pool hands over
  const tools = await loadPythonTools({ isForMany: true });

  let hand: ((given: GivenFiles) => void) | null = null;
  const run = (id: number, task: FileTask): Promise<FileOutcome> => {
    const ask: AskForFiles = (wants) => {
      post({ id, wants });
      return new Promise((resolve) => (hand = resolve));
    };
    return runFileTask(task, tools, ask).then((outcome) => (isForCache ? outcome : withoutAnswers(outcome)));
  };
  let shared: SharedInput | null = null;
  port.on("message", (message: WorkerTask) => {
    if ("shared" in message) ({ shared } = message);
    else if ("given" in message) hand?.(message.given);
    else if (shared === null) throw new Error("tasks came before what they share with others");
    else void runTasks(message.tasks, shared, run).then(post);
  });
  post({ ready: true });
}

/** One after the other, up to one that leaves a parser in an unknown state. */
async function runTasks(
  tasks: Extract<WorkerTask, { readonly tasks: unknown }>["tasks"],
  shared: SharedInput,
  run: (id: number, task: FileTask) => Promise<FileOutcome>,
): Promise<WorkerMessage> {
  const done: TaskDone[] = [];
  for (const { id, ...own } of tasks) {
    try {
      done.push({ id, outcome: await run(id, { ...own, shared }) });
    } catch (error) {
      done.push({ id, outcome: describeFailure(error) });
      return { done, isSpent: true };
    }
  }
  return { done, isSpent: false };
}

/** What a file asked of the tree matters to a cache alone, and is the most of what there is to send. */
function withoutAnswers(outcome: FileOutcome): FileOutcome {
  return { ...outcome, uses: { ...outcome.uses, parts: [], tree: null } };
}

await serveTasks();
