import type { AuditEntry } from "../../src/ports/store.ts";

/** An entry for the audit log, where a test does not care what it says. */
export function auditEntry(at = "2026-11-20T12:00:00.000Z"): AuditEntry {
  return { at, kind: "test", repository: null, details: {} };
}
