import { defineRule } from "../define-rule.ts";
import { quoteCode } from "./code-values.ts";
import { boundParams, inputsIn } from "./outside-input.ts";
import { shellCommands } from "./shell-commands.ts";

export const paramsInCommand = defineRule<{ expression: string; by: string }>({
  id: "SEC-003",
  name: "params-in-command",
  severity: "warning",
  confidence: "medium",
  about: "python",
  reach: "file",
  summary: "A Param that takes any text becomes part of a shell command.",
  why: "A Param's value stands in the code only as its default: whoever starts a run may give another one, and the shell reads it as part of the command. A Param of a number's type, with an `enum` or with a `pattern` takes nothing that a shell could run.",
  message: ({ expression, by }) =>
    `The shell of ${quoteCode(by)} reads ${quoteCode(expression)}, which takes any text.`,
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
  check({ code }, report) {
    if (code === null) return;
    const bound = boundParams(code.calls);
    for (const { value, span, by } of shellCommands(code)) {
      const inputs = inputsIn(value);
      if (inputs.some(({ from }) => from === "conf")) continue;
      const input = inputs.find(({ name }) => name === null || !bound.has(name));
      if (input !== undefined) report(span, { expression: input.expression, by });
    }
  },
});
