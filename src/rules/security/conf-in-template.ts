import { listLineStarts, spanOfOffsets } from "../../formats/text-positions.ts";
import { defineRule } from "../define-rule.ts";
import { quoteCode } from "./code-values.ts";
import { inputsInTemplate } from "./outside-input.ts";

const template = /\.(?:(sql|hql|ddl|bq)|sh|bash)(?:\.j(?:2|inja2?))?$/i;
const place = /\{\{[^{}]{1,500}\}\}/g;

export const confInTemplate = defineRule<{ expression: string; isSql: boolean }>({
  id: "SEC-035",
  name: "conf-in-template",
  severity: "error",
  confidence: "high",
  about: "text",
  reach: "line",
  summary: "A template of SQL or of a shell script takes what a run is started with (`dag_run.conf`).",
  why: "An operator whose `sql` or `bash_command` ends in `.sql` or `.sh` runs that file as a template. Whoever starts a run, or writes a job request, chooses `conf`, and so what the database or the shell is told.",
  message: ({ expression, isSql }) =>
    `This ${isSql ? "SQL" : "script"} is made with ${quoteCode(expression)}, which whoever starts a run chooses.`,
  remedy: ({ isSql }) =>
    isSql
      ? "Pass it in the operator's `parameters`, so that the database takes it for a value."
      : 'Pass it in the operator\'s `env` and use it as `"$name"`.',
  bad: {
    path: "dags/sql/count.sql",
    text: "SELECT count(*) FROM visits WHERE ward = '{{ dag_run.conf['ward'] }}';\n",
  },
  good: {
    path: "dags/sql/count.sql",
    text: "SELECT count(*) FROM visits WHERE ward = %(ward)s AND day = '{{ ds }}';\n",
  },
  check({ path, text }, report) {
    const form = template.exec(path);
    if (form === null || !text.includes("dag_run")) return;
    const lineStarts = listLineStarts(text);
    for (const { 0: written, index } of text.matchAll(place)) {
      const input = inputsInTemplate(written).find(({ from }) => from === "conf");
      if (input === undefined) continue;
      const span = spanOfOffsets(lineStarts, index, index + written.length);
      report(span, { expression: input.expression, isSql: form[1] !== undefined });
    }
  },
});
