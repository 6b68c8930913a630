import type { CallFact } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { constantText, onceEach, quoteCode, textsIn, valuesIn } from "./code-values.ts";
import { isOnMetadataConnection } from "./metadata-connection.ts";
import { shellCommands } from "./shell-commands.ts";

const model = /^airflow\.(?:models(?:\.connection|\.variable)?|sdk(?:\.\w+)?)\.(?:Connection|Variable)(?:$|\.)/;
const query = /(?:^|\.)(?:query|select|scalars|delete|update)$/;
const command =
  /\bairflow\s+(?:connections\s+(?:list|export|get|add|delete|import)|variables\s+(?:list|export|import)|users\s+\w+|roles\s+\w+)\b/;
const sqlText = /\b(?:from|into|update|join)\s+(?:public\.|airflow\.)?(?:connection|variable|ab_user|slot_pool)\b/i;

export const connectionsListed = defineRule<{ what: string }>({
  id: "SEC-020",
  name: "connections-listed",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "Code lists, exports or changes the connections, Variables or users of the node.",
  why: "A task may use the connections that its approval names. Whoever can list or change them has those of every other namespace, with their passwords.",
  message: ({ what }) => `This reaches for the connections, Variables or users of the whole node: ${quoteCode(what)}.`,
  remedy: () => "Ask for the one connection that the task needs, by its id, through a hook.",
  bad: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("backup", schedule=None):
        BashOperator(task_id="export", bash_command="airflow connections export /tmp/connections.json")
  `,
  good: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("backup", schedule=None):
        BashOperator(task_id="list", bash_command="airflow dags list")
  `,
  check({ code }, report) {
    if (code === null) return;
    for (const { value, span } of shellCommands(code)) {
      const found = [...textsIn(value)].map((text) => command.exec(text)?.[0]).find(Boolean);
      if (found !== undefined) report(span, { what: found });
    }
    const lines = new Set<number>();
    for (const call of code.calls) {
      const what = isListing(call) ? (call.paths[0] ?? "") : tableOf(call);
      if (what === null || lines.has(call.span.start.line)) continue;
      lines.add(call.span.start.line);
      report(call.span, { what });
    }
  },
});

function isListing({ paths, arguments: given }: CallFact): boolean {
  if (paths.some((path) => /\.(?:BaseHook|Connection)\.get_connections$/.test(path) && path.startsWith("airflow.")))
    return true;
  if (paths.some((path) => path.endsWith(".startswith"))) return constantText(given[0]?.value) === "AIRFLOW_CONN_";
  if (!paths.some((path) => query.test(path))) return false;
  return given.some(({ value }) => namesModel(value));
}

const namesModel = onceEach((value) =>
  [...valuesIn(value)].some((one) => one.kind === "path" && one.paths.some((path) => model.test(path))),
);

/** A table of Airflow's own, in SQL that goes through its session, or by its connection. */
function tableOf(call: CallFact): string | null {
  const { paths, arguments: given } = call;
  const isSession = paths.some((path) => /^airflow\.(?:settings|utils\.session)\..*\.(?:execute|scalars)$/.test(path));
  if (!isSession && !isOnMetadataConnection(call)) return null;
  const texts = given.flatMap(({ value }) => [...textsIn(value)]);
  return texts.map((text) => sqlText.exec(text)?.[0]).find(Boolean) ?? null;
}
