import type { CallValue, CodeValue } from "../../python/code/code-facts.ts";
import { argumentOf, constantText, onceEach } from "./code-values.ts";

/** The connection to its own database that Airflow makes. https://airflow.apache.org/docs/apache-airflow/stable/howto/set-up-database.html */
const connection = "airflow_db";

/** What takes a connection's id first. */
const takers = /(?:Hook|\.get_connection|\.get_hook|\.get_connection_from_secrets|\.Connection\.get)$/;

const mostSteps = 20;

/** Whether a call is given the connection to Airflow's own database: by a keyword (`postgres_conn_id`), `default_args`, or as a hook's first argument. */
export function takesMetadataConnection(call: CallValue): boolean {
  const isNamed = call.arguments.some(
    ({ name, star, value }) =>
      (/(?:^|_)conn_id$/.test(name ?? "") && constantText(value) === connection) ||
      ((star === "**" || name === "default_args") && givesIt(value)),
  );
  return (
    isNamed ||
    (call.paths.some((path) => takers.test(path)) && constantText(argumentOf(call, "", 0)?.value) === connection)
  );
}

/** The same of what a method is called on, as `hook.get_conn().cursor().execute(…)`. */
export function isOnMetadataConnection(call: CallValue): boolean {
  let one: CodeValue | null = call;
  for (let step = 0; one?.kind === "call" && step < mostSteps; step += 1) {
    if (takesMetadataConnection(one)) return true;
    one = one.on;
  }
  return false;
}

const givesIt = onceEach(
  (value) =>
    value.kind === "dict" &&
    value.entries.some((entry) => /(?:^|_)conn_id$/.test(entry.key ?? "") && constantText(entry.value) === connection),
);
