import type { LintFilter } from "./filter.ts";
import { migrationCodes } from "./older-airflow.ts";

/** `if AIRFLOW_V_3_0_PLUS: from airflow.sdk import x`, `else: from airflow.operators.python import x`, and what uses it then. */
export const importForOlderAirflow: LintFilter = {
  name: "import-for-older-airflow",
  codes: migrationCodes,
  summary: "A name that is imported from one module or from another, by the version of Airflow, is there in each.",
  drops({ message }, { imports }) {
    const [, module = "", name = ""] = /^`([\w.]{1,300})\.(\w{1,100})` is /.exec(message) ?? [];
    const ways = imports.filter(({ level, names, isTypeOnly }) => level === 0 && !isTypeOnly && names?.includes(name));
    const [older, others] = [ways.filter((one) => one.module === module), ways.filter((one) => one.module !== module)];
    const isChoice = older.length > 0 && others.length > 0 && older.every(({ isGuarded }) => isGuarded);
    return isChoice ? "it is imported from another module where Airflow is newer" : null;
  },
};
