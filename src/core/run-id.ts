import { createHash } from "node:crypto";

/** The id of the run that a job request asks for: one request (repository, change, path and content) runs once. */
export function runId(repositoryId: number, change: number, path: string, blob: string): string {
  const key = JSON.stringify([repositoryId, change, path, blob]);
  return `run-${createHash("sha256").update(key).digest("hex").slice(0, 20)}`;
}

/** Whether a job request may still start. `expires` is its last day (UTC). */
export function isExpired(expires: string | null, now: Date): boolean {
  return expires !== null && now.toISOString().slice(0, 10) > expires;
}
