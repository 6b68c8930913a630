import { onceOf } from "../once-of.ts";
import type { FileSubject, LintProblem } from "../subject.ts";
import type { LintFilter } from "./filter.ts";
import { migrationCodes } from "./older-airflow.ts";

const firstOfEach = onceOf(({ lint }: FileSubject): ReadonlyMap<string, LintProblem> => {
  const first = new Map<string, LintProblem>();
  for (const problem of lint) {
    const said = `${problem.code} ${problem.message}`;
    if (!first.has(said)) first.set(said, problem);
  }
  return first;
});

export const toldOnce: LintFilter = {
  name: "told-once",
  codes: migrationCodes,
  summary: "Ruff tells at every use that a name moved or is gone in Airflow 3; once in a file is enough.",
  drops(problem, subject) {
    const first = firstOfEach(subject).get(`${problem.code} ${problem.message}`);
    return first === undefined || first === problem ? null : `it was told on line ${first.span.start.line}`;
  },
};
