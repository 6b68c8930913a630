import type { RepositoryKey } from "../domain/identity.ts";
import { sha256Hex } from "../formats/sha256.ts";

/** The id of the run that a job request asks for: one request (repository, change, path and content) runs once. */
export function runId(repository: RepositoryKey, change: number, path: string, blob: string): string {
  const key = JSON.stringify([repository, change, path, blob]);
  return `run-${sha256Hex(key).slice(0, 20)}`;
}

/** Whether a job request may still start. `expires` is its last day (UTC). */
export function isExpired(expires: string | null, now: Date): boolean {
  return expires !== null && now.toISOString().slice(0, 10) > expires;
}
