import { Worker } from "node:worker_threads";
import type { Inspection } from "../domain/finding.ts";
import type { FilesBeside } from "./files-beside.ts";
import type { InspectionInput } from "./inspector.ts";
import type { SessionAnswer, SessionMessage } from "./session-messages.ts";
import { preferQuickWasm } from "./wasm-flags.ts";

/** Loading the rules and parsers takes half a second; on a machine that is busy much more. */
const startDeadlineMs = 60_000;

/**
 * Makes one inspection of a few files in one thread, which costs a third less than an inspector that is made to last. `null`: a file took
 * longer than the deadline, or was too much for the parsers, so that an inspector must tell which.
 */
export function inspectInSession(
  input: InspectionInput,
  beside: FilesBeside,
  deadlineMs: number,
): Promise<Inspection | null> {
  preferQuickWasm();
  return new Promise((resolve) => {
    const worker = new Worker(sessionEntry(), {
      workerData: input,
      resourceLimits: { maxOldGenerationSizeMb: 512, stackSizeMb: 8 },
    });
    const end = (inspection: Inspection | null): void => {
      clearTimeout(timer);
      resolve(inspection);
      void worker.terminate();
    };
    let timer = setTimeout(end, startDeadlineMs, null);
    worker.on("message", (message: SessionMessage) => {
      if ("inspection" in message) return end(message.inspection);
      if ("asks" in message) {
        const { id, asks, path } = message;
        const post = (answer: SessionAnswer["answer"]): void => worker.postMessage({ id, answer });
        return void beside[asks](path).then(post, () => end(null));
      }
      clearTimeout(timer);
      timer = setTimeout(end, deadlineMs, null);
    });
    worker.on("error", () => end(null));
    worker.on("exit", () => end(null));
  });
}

/** Beside this file: TypeScript in a checkout, JavaScript in the compiled package. */
function sessionEntry(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "./session-worker.ts" : "./session-worker.js", import.meta.url);
}
