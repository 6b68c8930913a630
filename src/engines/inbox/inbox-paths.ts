import { join } from "node:path";
import { EngineError } from "../../domain/errors.ts";

export interface InboxPaths {
  readonly inbox: string;
  readonly requests: string;
  readonly runs: string;
  /** What shall not run any more. */
  readonly cancellations: string;
  /** Half-written requests, which nobody else looks at. */
  readonly partial: string;
}

export interface RunPaths {
  /** Where the request appears, until the node's program takes it. */
  readonly request: string;
  readonly partial: string;
  /** Where it is said that the run shall end. */
  readonly cancellation: string;
  readonly partialCancellation: string;
  /** Made by the node's program when it takes the request. */
  readonly directory: string;
  readonly state: string;
  readonly outputs: string;
}

const safeId = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

export function inboxPaths(inbox: string): InboxPaths {
  return {
    inbox,
    requests: join(inbox, "requests"),
    runs: join(inbox, "runs"),
    cancellations: join(inbox, "cancellations"),
    partial: join(inbox, ".partial"),
  };
}

/** The files of one run. Throws when its id could lead out of the inbox. */
export function runPaths(paths: InboxPaths, id: string): RunPaths {
  if (!safeId.test(id))
    throw new EngineError(
      `The run id ${JSON.stringify(id)} cannot be a file's name: use letters, digits, "-" and "_".`,
      {
        engine: paths.inbox,
        retryable: false,
      },
    );
  const directory = join(paths.runs, id);
  return {
    request: join(paths.requests, `${id}.json`),
    partial: join(paths.partial, `${id}.json`),
    cancellation: join(paths.cancellations, `${id}.json`),
    partialCancellation: join(paths.partial, `${id}.cancellation.json`),
    directory,
    state: join(directory, "state.json"),
    outputs: join(directory, "outputs"),
  };
}
