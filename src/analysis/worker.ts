import { parentPort, workerData } from "node:worker_threads";
import type { AskForFiles, GivenFiles } from "./files-beside.ts";
import { loadPythonTools } from "./python-tools.ts";
import { describeFailure, runFileTask } from "./run-file-task.ts";
import type { SharedInput } from "./shared-facts.ts";
import type { FileOutcome, WorkerMessage, WorkerTask } from "./worker-messages.ts";

/** The thread in which files are read and rules run. A bug in either costs one file, and is told. */
async function serveTasks(): Promise<void> {
  if (parentPort === null) throw new Error("this module runs as a worker only");
  const port = parentPort;
  const post = (message: WorkerMessage): void => port.postMessage(message);
  const { isForCache } = workerData as { readonly isForCache: boolean }; // what the pool hands over
  const tools = await loadPythonTools({ isForMany: true });

  let shared: SharedInput | null = null;
  let hand: ((given: GivenFiles) => void) | null = null;
  port.on("message", (message: WorkerTask) => {
    if ("shared" in message) {
      ({ shared } = message);
      return;
    }
    if ("given" in message) {
      hand?.(message.given);
      return;
    }
    if (shared === null) throw new Error("a task came before what it shares with others");
    const { id, ...own } = message;
    const ask: AskForFiles = (wants) => {
      post({ id, wants });
      return new Promise((resolve) => (hand = resolve));
    };
    runFileTask({ ...own, shared }, tools, ask).then(
      (outcome) => post({ id, outcome: isForCache ? outcome : withoutAnswers(outcome), isSpent: false }),
      (error: unknown) => post({ id, outcome: describeFailure(error), isSpent: true }),
    );
  });
  post({ ready: true });
}

/** What a file asked of the tree matters to a cache alone, and is the most of what there is to send. */
function withoutAnswers(outcome: FileOutcome): FileOutcome {
  return { ...outcome, uses: { ...outcome.uses, parts: [], tree: null } };
}

await serveTasks();
