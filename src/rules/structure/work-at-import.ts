import { quoteName } from "../../formats/did-you-mean.ts";
import type { CallFact } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { bodiesRunBy } from "./bodies-run-by.ts";

/** What takes time, or asks another machine, by its full name. */
const works: readonly { readonly what: string; readonly names: RegExp }[] = [
  {
    what: "reads a Variable",
    names:
      /^airflow\.(?:sdk|models|models\.variable|sdk\.definitions\.variable)\.Variable\.(?:get|get_variable_from_secrets)$/,
  },
  {
    what: "reads a connection",
    names:
      /^airflow\.(?:[\w.]+\.)?(?:\w*Hook|Connection)\.(?:get|get_connection|get_hook|get_connection_from_secrets)$/,
  },
  {
    what: "asks another machine",
    names:
      /^airflow\.(?:[\w.]+\.)?\w+Hook\(\)\.(?:get_(?:records|first|pandas_df|df|conn|key|client)|run|execute|list_\w+|read_\w+|check_for_\w+)$|^boto3\.client\(\)\.(?!can_paginate$|close$|get_paginator$|get_waiter$)\w+$|^google\.cloud\.\w+\.Client\(\)\.(?:query|list_\w+|get_\w+)$/,
  },
  {
    what: "asks the network",
    names:
      /^(?:(?:requests|httpx)\.(?:(?:[sS]ession|Client)\(\)\.)?(?:get|post|put|patch|delete|head|request)|urllib\.request\.(?:urlopen|urlretrieve))$/,
  },
  {
    what: "connects to a database",
    names:
      /^(?:(?:psycopg2?|pymysql|MySQLdb|mysql\.connector|pyodbc|oracledb|cx_Oracle|snowflake\.connector|sqlite3|duckdb|redshift_connector|trino\.dbapi)\.connect|sqlalchemy\.(?:engine\.)?create_engine\(\)\.(?:connect|begin|execute|raw_connection))$/,
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
  why: "Airflow imports the file again and again, by default each 30 seconds, and before each task. What stands at module level, in the function of a `@dag`, or in a function that these call runs each time: it slows down all DAGs, loads what it asks, and takes the DAGs away when that does not answer.",
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
  check({ module, code }, report) {
    if (module === null || module.dags.length === 0 || code === null) return;
    const ofDags = module.dags.filter((dag) => dag.form === "decorator" && dag.isCalled && dag.definedIn === null);
    const parsed = bodiesRunBy([null, ...ofDags.map(({ boundName }) => `@${boundName}`)], code);
    for (const call of code.calls) {
      const work = parsed.has(call.within) ? workOf(call) : undefined;
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
