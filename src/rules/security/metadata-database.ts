import type { Span } from "../../domain/finding.ts";
import { defineRule } from "../define-rule.ts";
import { quoteCode } from "./code-values.ts";
import { takesMetadataConnection } from "./metadata-connection.ts";

const doors =
  /^airflow\.(?:settings\.(?:(?:Session|engine)(?:\.\w+)?|get_engine|create_session|SQL_ALCHEMY_CONN|configure_orm)|utils\.session(?:\.\w+)?|utils\.db(?:\.\w+)?|utils\.db_cleanup(?:\.\w+)?)$/;

export const metadataDatabase = defineRule<{ path: string }>({
  id: "SEC-019",
  name: "metadata-database",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "line",
  summary:
    "Code goes to Airflow's metadata database itself, by its session, its engine or the connection `airflow_db`.",
  why: "All connections, Variables, users and runs of the node are there, of all namespaces, and can be changed without a trace. Airflow 3 has closed that way for tasks (https://airflow.apache.org/docs/apache-airflow/stable/installation/upgrading_to_airflow3.html).",
  message: ({ path }) => `${quoteCode(path)} opens Airflow's metadata database.`,
  remedy: () => "Use Airflow's REST API with a user of its own, or the task SDK.",
  bad: `
    from airflow.utils.session import create_session

    def clean():
        with create_session() as session:
            session.execute("DELETE FROM log")
  `,
  good: `
    from airflow.sdk import Variable

    def limit():
        return Variable.get("limit")
  `,
  check({ code }, report) {
    if (code === null) return;
    const imports = code.imports.filter(({ path }) => doors.test(path));
    const firsts = new Map(imports.toReversed().map((one) => [one.span.start.line, one]));
    for (const { path, span } of firsts.values()) report(span, { path });
    for (const call of code.calls) {
      if (takesMetadataConnection(call)) report(call.span, { path: "airflow_db" });
    }
    if (imports.length > 0) return;
    const called = code.calls.flatMap(({ paths, span }) => doorIn(paths, span));
    const known = new Set(called.map(({ path }) => path));
    const used = code.uses.flatMap(({ paths, span }) => doorIn(paths, span)).filter(({ path }) => !known.has(path));
    for (const { path, span } of [...called, ...used]) report(span, { path });
  },
});

function doorIn(paths: readonly string[], span: Span): readonly { readonly path: string; readonly span: Span }[] {
  const path = paths.find((one) => doors.test(one));
  return path === undefined ? [] : [{ path, span }];
}
