import { onceOf } from "../once-of.ts";
import type { FileSubject } from "../subject.ts";
import type { LintFilter } from "./filter.ts";
import { migrationCodes } from "./older-airflow.ts";

/** By name, the modules that a file imports it from, each with whether it does so under a condition alone. */
const modulesOf = onceOf(({ imports }: FileSubject): ReadonlyMap<string, ReadonlyMap<string, boolean>> => {
  const found = new Map<string, Map<string, boolean>>();
  for (const { level, names, isTypeOnly, module, isGuarded } of imports) {
    for (const name of level === 0 && !isTypeOnly ? (names ?? []) : []) {
      const modules = found.get(name) ?? new Map<string, boolean>();
      found.set(name, modules.set(module, isGuarded && modules.get(module) !== false));
    }
  }
  return found;
});

/** `if AIRFLOW_V_3_0_PLUS: from airflow.sdk import x`, `else: from airflow.operators.python import x`, and what uses it then. */
export const importForOlderAirflow: LintFilter = {
  name: "import-for-older-airflow",
  codes: migrationCodes,
  summary: "A name that is imported from one module or from another, by the version of Airflow, is there in each.",
  drops({ message }, subject) {
    const [, module = "", name = ""] = /^`([\w.]{1,300})\.(\w{1,100})` is /.exec(message) ?? [];
    const modules = modulesOf(subject).get(name);
    const isChoice = modules !== undefined && modules.size > 1 && modules.get(module) === true;
    return isChoice ? "it is imported from another module where Airflow is newer" : null;
  },
};
