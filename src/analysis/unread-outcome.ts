import type { FileOutcome } from "./worker-messages.ts";

/** Of a file of which nothing was read. */
export const nothingRead = {
  raw: { findings: [], indeterminate: [] },
  noqa: [],
  module: null,
  outs: [],
  uses: { parts: [], tree: [], files: [], folders: [] },
} as const;

/** Of a file that should have been read: `reason` follows on its name. */
export function unreadOutcome(reason: string): FileOutcome {
  return { ...nothingRead, status: "unread", reason };
}
