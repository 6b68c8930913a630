import type { ChangeRequest } from "../domain/change.ts";
import { listNames } from "../formats/did-you-mean.ts";
import { type DecideOptions, decide } from "./decide.ts";

/** The same facts, where those that somebody left out who wrote them by hand are empty. */
export function takeAsEmpty({ leftOut: _, ...told }: ChangeRequest): ChangeRequest {
  const { jobs = [], broughtBy = [] } = told;
  return { ...told, jobs, ...(told.number === 0 ? { broughtBy } : {}) };
}

/** Which of the facts that were taken as empty a decision looks at: with what is really so it may be another one. */
export function listTaken(told: ChangeRequest, options: DecideOptions): readonly string[] {
  const taken = takeAsEmpty(told);
  const asTaken = showTree(taken, options);
  return leaveOutEach(told, taken).flatMap(([fact, without]) => (showTree(without, options) === asTaken ? [] : [fact]));
}

/** A sentence on them; `null` where there is none. */
export function describeTaken(facts: readonly string[]): string | null {
  if (facts.length === 0) return null;
  const names = listNames(facts, facts.length);
  return facts.length === 1
    ? `The facts do not give ${names}, which the policy asks for: it is taken as empty. Give it, to be sure.`
    : `The facts do not give ${names}, which the policy asks for: they are taken as empty. Give them, to be sure.`;
}

/** The facts as taken, but for one of those that were left out. */
function leaveOutEach(told: ChangeRequest, taken: ChangeRequest): readonly (readonly [string, ChangeRequest])[] {
  const { leftOut = [], jobs, ...rest } = told;
  const { jobs: _, ...withoutJobs } = taken;
  return [
    ...leftOut.map((fact) => [fact, { ...taken, leftOut: [fact] }] as const),
    ...(jobs === undefined ? [["jobs", withoutJobs] as const] : []),
    ...(rest.number === 0 && rest.broughtBy === undefined
      ? [["broughtBy", { ...taken, broughtBy: null }] as const]
      : []),
  ];
}

function showTree(change: ChangeRequest, options: DecideOptions): string {
  return JSON.stringify(decide(change, options).tree);
}
