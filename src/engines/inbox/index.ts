import { access, constants, mkdir, rm } from "node:fs/promises";
import { EngineError } from "../../domain/errors.ts";
import { type Run, runTransitions } from "../../domain/run.ts";
import type { Engine, EngineStatus } from "../../ports/engine.ts";
import { type InboxPaths, inboxPaths, runPaths } from "./inbox-paths.ts";
import { readState, type SaidState } from "./read-state.ts";
import { writeCancellationDocument, writeRequestDocument } from "./request-document.ts";
import { exists, isCode, isLaunched, writeCancellation, writeRequest } from "./write-request.ts";

/**
 * An engine that is a directory: request files appear in it, and state files come back (docs/inbox.md). `path` is absolute
 * and must exist, so that a volume that was not mounted is noticed.
 */
export function createInboxEngine(options: { readonly path: string }): Engine {
  const paths = inboxPaths(options.path);
  const launching = new Map<string, Promise<void>>();

  return {
    kind: "inbox",

    launch(run) {
      const inFlight = launching.get(run.id);
      if (inFlight) return inFlight;
      const launch = launchRun(paths, run).finally(() => launching.delete(run.id));
      launching.set(run.id, launch);
      return launch;
    },

    async cancel(run) {
      await launching.get(run.id)?.catch(() => undefined);
      const files = runPaths(paths, run.id);
      await withClearErrors(paths, () => writeCancellation(files, writeCancellationDocument(run)));
    },

    async readStatus(run) {
      const files = runPaths(paths, run.id);
      return withClearErrors(paths, async () => {
        const status = toStatus(run, await readState(files, run.id));
        return status !== null && (await exists(files.cancellation)) ? asCancelled(status) : status;
      });
    },

    outputDirectory: (run) => runPaths(paths, run.id).outputs,
  };
}

async function launchRun(paths: InboxPaths, run: Run): Promise<void> {
  const files = runPaths(paths, run.id);
  await withClearErrors(paths, async () => {
    await access(paths.inbox, constants.R_OK | constants.W_OK | constants.X_OK);
    await mkdir(paths.requests, { recursive: true });
    await mkdir(paths.runs, { recursive: true });
    if (await isLaunched(files)) return rm(files.partial, { force: true }); // of a launch that was killed after its last step but one
    await writeRequest(files, writeRequestDocument(run));
  });
}

/** The sentences are our own: what the node's program wrote may hold data, and the detail is shown on the forge. */
function toStatus(run: Run, said: SaidState): EngineStatus | null {
  const lastGood = run.state === "waiting" ? "queued" : run.state;
  switch (said.kind) {
    case "unknown":
      return null;
    case "kept-back":
      return { state: "cancelled", detail: "It was taken back before the node took it." };
    case "in-inbox":
      return { state: lastGood, detail: "It waits in the inbox for the node to take it." };
    case "silent":
      return { state: lastGood, detail: "The node has taken it, and has not yet said how it goes." };
    case "unusable":
      return { state: lastGood, detail: `The node's state file (${stateName(run)}) cannot be used: ${said.reason}.` };
    case "said":
      return judgeSaid(run, lastGood, said.state);
    default:
      return said satisfies never;
  }
}

/** What shall end has no results, however it ended. */
function asCancelled({ state, detail }: EngineStatus): EngineStatus {
  switch (state) {
    case "cancelled":
      return { state, detail };
    case "succeeded":
    case "failed":
      return {
        state: "cancelled",
        detail: "It had ended on the node before it could be stopped; nothing of it is used.",
      };
    default:
      return { state, detail: "The node was asked to stop it, and has not yet said that it did." };
  }
}

const sentences = {
  queued: "It is queued on the node.",
  running: "It is running on the node.",
  succeeded: "It succeeded on the node.",
  failed:
    "It failed on the node, where its log and its state file tell why (neither is shown here, as they may hold data).",
  cancelled: "It was stopped on the node.",
} as const;

function judgeSaid(run: Run, lastGood: Run["state"], said: keyof typeof sentences): EngineStatus {
  if (run.state === "waiting" && said !== "cancelled") return { state: "queued", detail: "The node has taken it." };
  if (said === lastGood || runTransitions[lastGood].includes(said)) return { state: said, detail: sentences[said] };
  return {
    state: lastGood,
    detail: `The node's state file (${stateName(run)}) says ${said} after ${lastGood}, which cannot be: it stays ${lastGood}.`,
  };
}

function stateName(run: Run): string {
  return `runs/${run.id}/state.json`;
}

async function withClearErrors<T>(paths: InboxPaths, work: () => Promise<T>): Promise<T> {
  await requireInbox(paths);
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    throw toEngineError(paths, cause);
  }
}

async function requireInbox(paths: InboxPaths): Promise<void> {
  try {
    await access(paths.inbox, constants.R_OK | constants.X_OK);
  } catch (cause) {
    throw toEngineError(paths, cause);
  }
}

function toEngineError(paths: InboxPaths, cause: unknown): EngineError {
  const path = cause instanceof Error && "path" in cause ? String(cause.path) : paths.inbox;
  const details = { engine: paths.inbox, retryable: true };
  const message = `The inbox ${paths.inbox} cannot be used: ${describe(cause, path)}`;
  return new EngineError(message, details, { cause });
}

function describe(cause: unknown, path: string): string {
  if (isCode(cause, "ENOENT")) return `${path} is not there. Create it, or mount the volume that holds it.`;
  if (isCode(cause, "ENOTDIR")) return `${path} is not a directory. Name the inbox's directory in the node's file.`;
  if (isCode(cause, "EACCES") || isCode(cause, "EROFS"))
    return `this user may not read and write ${path}. Give the service's user write access to the inbox and its folders.`;
  if (isCode(cause, "ENOSPC") || isCode(cause, "EDQUOT")) return `its disk is full. Make room; the run is tried again.`;
  if (isCode(cause, "EPERM") || isCode(cause, "ENOTSUP") || isCode(cause, "EOPNOTSUPP"))
    return `its volume does not allow hard links, without which a request cannot appear whole. Move the inbox to one that does.`;
  return cause instanceof Error ? cause.message : String(cause);
}
