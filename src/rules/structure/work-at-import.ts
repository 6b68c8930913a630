import { quoteName } from "../../formats/did-you-mean.ts";
import type { CallFact } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";

/** What takes time, or asks another machine, by its full name. */
const works: readonly { readonly what: string; readonly names: RegExp }[] = [
  {
    what: "reads a Variable",
    names:
      /^airflow\.(?:sdk|models|models\.variable|sdk\.definitions\.variable)\.Variable\.(?:get|get_variable_from_secrets)$/,
  },
  {
    what: "reads a connection",
    names: /^airflow\.(?:[\w.]+\.)?(?:BaseHook|Connection)\.(?:get|get_connection|get_hook)$/,
  },
  {
    what: "asks the network",
    names:
      /^(?:(?:requests|httpx)\.(?:get|post|put|patch|delete|head|request)|urllib\.request\.(?:urlopen|urlretrieve))$/,
  },
  {
    what: "connects to a database",
    names: /^(?:psycopg2?|pymysql|MySQLdb|mysql\.connector|pyodbc|oracledb|cx_Oracle|snowflake\.connector)\.connect$/,
  },
  {
    what: "reads a table",
    names: /^(?:pandas|polars|dask\.dataframe|geopandas)\.read_\w+$/,
  },
  {
    what: "searches folders",
    names: /^(?:os\.(?:walk|fwalk)|glob\.i?glob|pathlib\.Path\(\)(?:\.\w+(?:\(\))?)*\.rglob)$/,
  },
  {
    what: "runs a program",
    names: /^(?:os\.(?:system|popen)|subprocess\.(?:run|call|check_call|check_output|Popen))$/,
  },
  { what: "waits", names: /^time\.sleep$/ },
];

export const workAtImport = defineRule<{ what: string; name: string }>({
  id: "DAG-013",
  name: "work-at-import",
  severity: "warning",
  confidence: "medium",
  about: "python",
  reach: "line",
  summary: "A file with DAGs does work at module level that takes time or asks another machine.",
  why: "Airflow imports the file again and again, by default each 30 seconds, and before each task. What stands at module level runs each time: it slows down all DAGs, loads what it asks, and takes the DAGs away when that does not answer.",
  message: ({ what, name }) => `${quoteName(name)} ${what} each time Airflow parses this file.`,
  remedy: ({ what }) =>
    what === "reads a Variable" ? "Read it in a task, or in a template: `{{ var.value.name }}`." : "Do it in a task.",
  bad: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG, Variable

    folder = Variable.get("folder")

    with DAG("nightly", schedule=None):
        BashOperator(task_id="list", bash_command="ls", cwd=folder)
  `,
  good: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        BashOperator(task_id="list", bash_command="ls", cwd="{{ var.value.folder }}")
  `,
  check({ module, code, text }, report) {
    if (module === null || module.dags.length === 0 || code === null) return;
    // What stands in `if __name__ == "__main__":` is at module level, and does not run.
    if (/__main__/.test(text)) return;
    for (const call of code.calls) {
      const work = call.placement === "module" ? workOf(call) : undefined;
      if (work !== undefined) report(call.calleeSpan, work);
    }
  },
});

function workOf({ paths }: CallFact): { what: string; name: string } | undefined {
  for (const name of paths) {
    const work = works.find(({ names }) => names.test(name));
    if (work !== undefined) return { what: work.what, name };
  }
  return undefined;
}
