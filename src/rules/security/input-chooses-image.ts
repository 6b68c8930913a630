import { defineRule } from "../define-rule.ts";
import { argumentOf, operatorOf, quoteCode } from "./code-values.ts";
import { givenAttributes, makerOf } from "./given-attributes.ts";
import { boundParams, inputsIn } from "./outside-input.ts";
import { podCalls } from "./pod-calls.ts";
import { isPodOperator } from "./shell-commands.ts";

export const inputChoosesImage = defineRule<{ expression: string }>({
  id: "SEC-006",
  name: "input-chooses-image",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "Whoever starts a run chooses the image that it runs.",
  why: "An image is code. When its name comes from `dag_run.conf`, or from a Param that takes any text, what was reviewed is not what runs: any image of any registry does, with the task's connections and data.",
  message: ({ expression }) => `The image is ${quoteCode(expression)}, which whoever starts a run chooses.`,
  remedy: () => "Write the image out, or let a Param with an `enum` choose among images.",
  bad: `
    from airflow.providers.docker.operators.docker import DockerOperator
    from airflow.sdk import DAG

    with DAG("any_image", schedule=None):
        DockerOperator(task_id="run", image="{{ dag_run.conf.image }}")
  `,
  good: `
    from airflow.providers.docker.operators.docker import DockerOperator
    from airflow.sdk import DAG

    with DAG("one_image", schedule=None):
        DockerOperator(task_id="run", image="registry.example.org/etl@sha256:${"0123456789abcdef".repeat(4)}")
  `,
  check({ code }, report) {
    if (code === null) return;
    const bound = boundParams(code.calls);
    const given = podCalls(code).flatMap((call) => argumentOf(call, "image") ?? []);
    const later = givenAttributes(code).filter(
      (one) => one.name === "image" && makerOf(one, (path) => isPodOperator(operatorOf(path))) !== null,
    );
    for (const image of [...given, ...later]) {
      const input = inputsIn(image.value).find(({ from, name }) => from === "conf" || !bound.has(name ?? ""));
      if (input === undefined) continue;
      report(image.span, { expression: input.expression }, input.from === "conf" ? "high" : "medium");
    }
  },
});
