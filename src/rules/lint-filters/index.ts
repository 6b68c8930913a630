import type { FileSubject, LintProblem } from "../subject.ts";
import { argumentThatIsGiven } from "./argument-that-is-given.ts";
import { argumentsElsewhere } from "./arguments-elsewhere.ts";
import { assertOfTest } from "./assert-of-test.ts";
import { constantCommand } from "./constant-command.ts";
import { constantSql } from "./constant-sql.ts";
import { exportOfPackage } from "./export-of-package.ts";
import type { LintFilter } from "./filter.ts";
import { formatOfObject } from "./format-of-object.ts";
import { importForOlderAirflow } from "./import-for-older-airflow.ts";
import { kubernetesSecret } from "./kubernetes-secret.ts";
import { nameMadeAtRunTime } from "./name-made-at-run-time.ts";
import { nameOfPlace } from "./name-of-place.ts";
import { nameOfSecret } from "./name-of-secret.ts";
import { olderAirflow } from "./older-airflow.ts";
import { percentWithoutPlaces } from "./percent-without-places.ts";
import { scheduleDate } from "./schedule-date.ts";
import { templateValue } from "./template-value.ts";
import { toldAsArgument } from "./told-as-argument.ts";
import { toldAsCredential } from "./told-as-credential.ts";
import { toldAsMissing } from "./told-as-missing.ts";
import { toldAsMoving } from "./told-as-moving.ts";
import { toldOnce } from "./told-once.ts";
import { wordOfLiteral } from "./word-of-literal.ts";

/** All filters, by name. */
export const lintFilters: readonly LintFilter[] = [
  argumentThatIsGiven,
  argumentsElsewhere,
  assertOfTest,
  constantCommand,
  constantSql,
  exportOfPackage,
  formatOfObject,
  importForOlderAirflow,
  kubernetesSecret,
  nameMadeAtRunTime,
  nameOfPlace,
  nameOfSecret,
  olderAirflow,
  percentWithoutPlaces,
  scheduleDate,
  templateValue,
  toldAsArgument,
  toldAsCredential,
  toldAsMissing,
  toldAsMoving,
  toldOnce,
  wordOfLiteral,
];

const byCode = new Map<string, readonly LintFilter[]>(
  [...new Set(lintFilters.flatMap(({ codes }) => codes))].map((code) => [
    code,
    lintFilters.filter(({ codes }) => codes.includes(code)),
  ]),
);

/** What is left of what ruff said of a file, where the rules of ours speak that `speaks` knows. */
export function filterLint(subject: FileSubject, speaks: (rule: string) => boolean): readonly LintProblem[] {
  return subject.lint.filter(
    (problem) =>
      !(byCode.get(problem.code) ?? []).some(
        ({ toldBy, drops }) => (toldBy === undefined || speaks(toldBy)) && drops(problem, subject) !== null,
      ),
  );
}
