import { defineRule } from "../define-rule.ts";
import { quoteCode } from "./code-values.ts";
import { boundParams, inputsIn } from "./outside-input.ts";
import { shellCommands } from "./shell-commands.ts";
import { here, paramsOfTemplates } from "./task-templates.ts";

export const paramsInCommand = defineRule<{ expression: string; by: string; file: string | null }>({
  id: "SEC-003",
  name: "params-in-command",
  severity: "warning",
  confidence: "medium",
  about: "python",
  reach: "file",
  summary: "A Param that takes any text becomes part of a shell command.",
  why: "A Param's value stands in the code only as its default: whoever starts a run may give another one, and the shell reads it as part of the command, also by way of a file that the task names (`run.sh`). A Param of a number's type, with an `enum` or with a `pattern` takes nothing that a shell could run.",
  message: ({ expression, by, file }) =>
    `The shell of ${quoteCode(by)} reads ${quoteCode(expression)}${file === null ? "" : ` in ${quoteCode(file)}`}, which takes any text.`,
  remedy: () => 'Pass it in `env` and use it as `"$name"`, or give the Param a `type`, an `enum` or a `pattern`.',
  bad: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG, Param

    with DAG("copy_table", schedule=None, params={"table": Param("patients", type="string")}):
        BashOperator(task_id="copy", bash_command="copy-table {{ params.table }}")
  `,
  good: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG, Param

    with DAG("copy_table", schedule=None, params={"table": Param("patients", enum=["patients", "visits"])}):
        BashOperator(task_id="copy", bash_command="copy-table {{ params.table }}")
  `,
  check({ code, taskTemplates }, report) {
    if (code === null) return;
    const bound = boundParams(code.calls);
    for (const { value, span, by } of shellCommands(code)) {
      const inputs = inputsIn(value);
      if (inputs.some(({ from }) => from === "conf")) continue;
      const input = [...inputs.map(here), ...paramsOfTemplates(value, taskTemplates)].find(
        ({ name }) => name === null || !bound.has(name),
      );
      if (input !== undefined) report(span, { expression: input.expression, by, file: input.file });
    }
  },
});
