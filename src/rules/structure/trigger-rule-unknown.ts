import { findNearest, quoteName } from "../../formats/did-you-mean.ts";
import type { Task } from "../../python/dag-model.ts";
import { defineRule } from "../define-rule.ts";
import { airflowOfNode } from "./airflow-of-node.ts";

interface Data {
  readonly name: string;
  /** The major version of the node's Airflow where that decides; `null`: no version takes it. */
  readonly version: number | null;
  readonly instead: string;
}

/** Of Airflow 2.11.2 and 3.3.2 (`TriggerRule`). */
const taken: readonly string[] =
  "all_done all_done_min_one_success all_done_setup_success all_failed all_skipped all_success always none_failed none_failed_min_one_success none_skipped one_done one_failed one_success".split(
    " ",
  );

/** Of Airflow 2.11.2 alone, with what Airflow 3 has in their place. */
const gone: ReadonlyMap<string, string> = new Map([
  ["dummy", "always"],
  ["none_failed_or_skipped", "none_failed_min_one_success"],
]);

const example = (rule: string): string => `
  from airflow.providers.standard.operators.empty import EmptyOperator
  from airflow.sdk import DAG

  with DAG("nightly", schedule=None):
      EmptyOperator(task_id="load") >> EmptyOperator(task_id="tell", trigger_rule="${rule}")
`;

export const triggerRuleUnknown = defineRule<Data>({
  id: "DAG-027",
  name: "trigger-rule-unknown",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A task has a `trigger_rule` that the node's Airflow does not know, or one that is misspelt.",
  why: "Airflow cannot import the file, and its DAGs vanish. Airflow 3 no longer takes `dummy` and `none_failed_or_skipped`; that is said where the inventory tells of Airflow 3. A name that is near to a known one is taken for misspelt; of any other nothing is said, since a later version may have it.",
  message: ({ name, version }) =>
    version === null
      ? `Airflow has no trigger rule ${quoteName(name)}, so it cannot import this file.`
      : `Airflow ${version} has no trigger rule ${quoteName(name)}, so the node cannot import this file.`,
  remedy: ({ instead }) => `Write ${quoteName(instead)}.`,
  bad: example("all_sucess"),
  good: example("all_success"),
  check({ module, inventory }, report) {
    const version = airflowOfNode(inventory);
    const own = (module?.dags ?? []).filter(({ definedIn, isMade }) => definedIn === null && isMade);
    for (const task of own.flatMap(({ tasks }) => tasks)) {
      const data = refusalOf(task, version);
      const given = task.arguments.find(({ name }) => name === "trigger_rule");
      if (data !== null) report(given?.span ?? task.idSpan, data);
    }
  },
});

/** An operator of the repository may make of it what it likes. */
function refusalOf({ triggerRule, operator, definedIn, isUnconditional }: Task, version: number | null): Data | null {
  const isAirflows = definedIn === null && isUnconditional && /^(?:airflow\.|@task\b)/.test(operator);
  if (!isAirflows || !triggerRule.known || taken.includes(triggerRule.value)) return null;
  const name = triggerRule.value;
  const instead = gone.get(name);
  if (instead !== undefined) return version !== null && version >= 3 ? { name, version, instead } : null;
  const nearest = findNearest(name, taken);
  return nearest === null ? null : { name, version: null, instead: nearest };
}
