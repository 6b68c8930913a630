import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";

export const fileRaises = defineRule<{ type: string }>({
  id: "DAG-014",
  name: "file-raises",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A file with DAGs raises an exception whenever it is imported.",
  why: "Airflow takes no DAG from a file that raises, not even those that were made above that line. Told is only what is surely reached: what is written as `raise` or `assert`, a number that is read from a text which is none, and `sys.exit` at the beginning of a line.",
  message: ({ type }) => `This raises ${quoteName(type)} on every import, so that Airflow takes no DAG from this file.`,
  remedy: () => "Remove it, or raise only under the condition that is meant.",
  bad: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        EmptyOperator(task_id="load")

    raise NotImplementedError("not yet")
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        EmptyOperator(task_id="load")
  `,
  check({ module, text, code }, report) {
    if (module === null || module.dags.length === 0) return;
    // At the beginning of a line nothing makes it depend on anything.
    const ends = code?.calls.filter(
      ({ within, span, paths }) => within === null && span.start.column === 1 && isExit(paths),
    );
    for (const { span } of ends ?? []) report(span, { type: "SystemExit" });
    if (module.certainty !== "exact") return;
    const lines = text.split("\n");
    for (const { type, message, span, definedIn, dagId } of module.failures) {
      const line = lines[span.start.line - 1]?.slice(span.start.column - 1) ?? "";
      const isSure =
        /^(?:raise|assert)\b/.test(line) ||
        /^(?:invalid literal for int\(\)|could not convert string to float)/.test(message);
      if (definedIn === null && dagId === null && isSure) report(span, { type });
    }
  },
});

function isExit(paths: readonly string[]): boolean {
  return paths.some((path) => /^(?:sys\.exit|os\._exit)$/.test(path));
}
