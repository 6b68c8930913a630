import { defineRule } from "../define-rule.ts";
import { quoteCode } from "./code-values.ts";
import { inputsIn } from "./outside-input.ts";
import { shellCommands } from "./shell-commands.ts";

export const confInCommand = defineRule<{ expression: string; by: string }>({
  id: "SEC-002",
  name: "conf-in-command",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "What a run is started with (`dag_run.conf`) becomes part of a shell command.",
  why: "Whoever starts a run, or writes a job request, chooses `conf`. Put into a command's text it is read by the shell, so that `; curl …` in it runs on the worker, past every review. A value in the environment is never read as a command (https://airflow.apache.org/docs/apache-airflow-providers-standard/stable/operators/bash.html).",
  message: ({ expression, by }) =>
    `The shell of ${quoteCode(by)} reads ${quoteCode(expression)}, which whoever starts a run chooses.`,
  remedy: () => 'Pass it in `env` and use it as `"$name"`, or quote it with `shlex.quote`.',
  bad: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("copy_table", schedule=None):
        BashOperator(task_id="copy", bash_command="copy-table {{ dag_run.conf['table'] }}")
  `,
  good: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("copy_table", schedule=None):
        BashOperator(
            task_id="copy",
            bash_command='copy-table "$table"',
            env={"table": "{{ dag_run.conf['table'] }}"},
        )
  `,
  check({ code }, report) {
    if (code === null) return;
    for (const { value, span, by } of shellCommands(code)) {
      const input = inputsIn(value).find(({ from }) => from === "conf");
      if (input !== undefined) report(span, { expression: input.expression, by });
    }
  },
});
