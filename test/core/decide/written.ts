import { readChange } from "../../../src/core/read-change.ts";
import type { ChangeRequest } from "../../../src/domain/change.ts";
import { optionalFacts } from "../../../src/domain/optional-facts.ts";

/** All facts that may be left out. */
export const keys = [...optionalFacts, "jobs"] as const;

/** The facts as somebody writes them who leaves some out. */
export function written(facts: ChangeRequest, leftOut: readonly string[] = []): ChangeRequest {
  const kept = Object.entries({ unread: [], jobs: [], ...facts }).filter(([key]) => !leftOut.includes(key));
  const reading = readChange(JSON.stringify(Object.fromEntries(kept)), "change.json");
  if ("problems" in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.change;
}
