import { DeployError, GitError } from "../../domain/errors.ts";
import type { FileCounts } from "../../domain/release.ts";

/** What one cycle says on standard output; described by docs/schemas/deploy-cycle.json. */
export interface CycleLine {
  readonly version: 1;
  readonly status: "deployed" | "unchanged" | "waiting" | "refused" | "failed";
  /** Without credentials. */
  readonly repository: string;
  /** As it was asked for. */
  readonly ref: string;
  /** The full name that it stands for; `null` until the remote was asked. */
  readonly resolved: string | null;
  readonly namespace: string;
  /** What is live now. */
  readonly commit: string | null;
  /** What was live before this cycle. */
  readonly previous: string | null;
  /** The remote's tip. */
  readonly wanted: string | null;
  readonly path: string;
  readonly changed: FileCounts;
  /** Milliseconds. */
  readonly ms: { readonly fetch: number; readonly apply: number; readonly switch: number; readonly total: number };
  readonly at: string;
  readonly error: CycleError | null;
}

export interface CycleError {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

/** The error as it is told; `null` for one that is not of the outside world, which is a bug. */
export function toCycleError(error: unknown): CycleError | null {
  if (!(error instanceof GitError || error instanceof DeployError)) return null;
  return { code: error.code, message: error.message, retryable: error.retryable };
}

/** 0 good, 1 content that will not be deployed, 3 the outside world. */
export function exitCodeFor(line: CycleLine): 0 | 1 | 3 {
  switch (line.status) {
    case "deployed":
    case "unchanged":
      return 0;
    case "refused":
    case "waiting":
      return 1;
    case "failed":
      return 3;
    default:
      return line.status satisfies never;
  }
}

export function isRefusal(error: CycleError): boolean {
  return error.code === "path-refused" || error.code === "not-approved";
}
