import { readChange } from "../../../src/core/read-change.ts";
import type { ChangeRequest } from "../../../src/domain/change.ts";
import { optionalFacts } from "../../../src/domain/optional-facts.ts";
import { jobRequest } from "./facts.ts";

/** All facts that may be left out. */
export const keys = [...optionalFacts, "jobs"] as const;
export type Key = (typeof keys)[number];

/** The facts as somebody writes them who leaves some out. */
export function written(facts: ChangeRequest, leftOut: readonly string[] = []): ChangeRequest {
  const kept = Object.entries({ unread: [], jobs: [], ...facts }).filter(([key]) => !leftOut.includes(key));
  const reading = readChange(JSON.stringify(Object.fromEntries(kept)), "change.json");
  if ("problems" in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.change;
}

const nothing = written(jobRequest, keys);

/** The same as `written` makes of facts that are all given, at less cost. */
export function withoutFacts(
  { jobs = [], unread = [], ...facts }: ChangeRequest,
  leftOut: readonly Key[],
): ChangeRequest {
  const empty = Object.fromEntries(Object.entries(nothing).filter(([key]) => leftOut.some((one) => one === key)));
  return {
    ...facts,
    ...(leftOut.includes("jobs") ? {} : { jobs }),
    ...(leftOut.includes("unread") ? {} : { unread }),
    ...empty,
    leftOut: optionalFacts.filter((fact) => leftOut.includes(fact)),
  };
}
