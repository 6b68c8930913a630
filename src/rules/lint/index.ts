import { airflow } from "./airflow.ts";
import { asynchronous } from "./async.ts";
import { bandit } from "./bandit.ts";
import { datetimez } from "./datetimez.ts";
import type { LintRule } from "./lint-rule.ts";
import { others } from "./others.ts";
import { pyflakes } from "./pyflakes.ts";
import { pylint } from "./pylint.ts";

/** The families of ruff's rules that are run. */
export const lintFamilies: Readonly<Record<string, readonly LintRule[]>> = {
  Airflow: airflow,
  asyncio: asynchronous,
  "flake8-bandit": bandit,
  "flake8-datetimez": datetimez,
  Pyflakes: pyflakes,
  "Pylint's errors": pylint,
  "of other families": others,
};

/** All rules of ruff's that are run, by code. */
export const lintRules: readonly LintRule[] = Object.values(lintFamilies)
  .flat()
  .sort((a, b) => a.id.localeCompare(b.id, "en"));
