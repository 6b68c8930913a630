import { defineRule } from "../define-rule.ts";
import { argumentOf, operatorOf, quoteCode } from "./code-values.ts";
import { inputsIn } from "./outside-input.ts";
import { isPodOperator, shellCommands } from "./shell-commands.ts";

export const confInArguments = defineRule<{ expression: string }>({
  id: "SEC-036",
  name: "conf-in-arguments",
  severity: "warning",
  confidence: "medium",
  about: "python",
  reach: "file",
  summary: "What a run is started with (`dag_run.conf`) is an argument of a container's program.",
  why: "Whoever starts a run, or writes a job request, chooses `conf`. No shell reads these arguments, but the program does: a value that begins with `-` is another option, and one that stands in `cmds` or `entrypoint` is another program. Where a shell reads them, SEC-002 tells it.",
  message: ({ expression }) =>
    `The container's program is given ${quoteCode(expression)}, which whoever starts a run chooses.`,
  remedy: () => "Declare a Param with a `type`, an `enum` or a `pattern` and use `params`, or pass it in `env_vars`.",
  bad: `
    from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
    from airflow.sdk import DAG

    with DAG("load", schedule=None):
        KubernetesPodOperator(
            task_id="load",
            image="registry.example.org/etl@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            cmds=["load"],
            arguments=["{{ dag_run.conf['table'] }}"],
        )
  `,
  good: `
    from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
    from airflow.sdk import DAG, Param

    with DAG("load", schedule=None, params={"table": Param("visits", enum=["visits", "wards"])}):
        KubernetesPodOperator(
            task_id="load",
            image="registry.example.org/etl@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            cmds=["load"],
            arguments=["{{ params.table }}"],
        )
  `,
  check({ code }, report) {
    if (code === null) return;
    const ofShells = new Set(shellCommands(code).map(({ value }) => value));
    for (const call of code.calls) {
      if (!call.paths.some((path) => isPodOperator(operatorOf(path)) && /airflow/.test(path))) continue;
      for (const name of ["cmds", "arguments", "entrypoint", "command"]) {
        const given = argumentOf(call, name);
        if (given === null) continue;
        const words = given.value.kind === "list" ? given.value.items : [given.value];
        const inputs = words.filter((word) => !ofShells.has(word)).flatMap((word) => inputsIn(word));
        const input = inputs.find(({ from }) => from === "conf");
        if (input !== undefined) report(given.span, { expression: input.expression });
      }
    }
  },
});
