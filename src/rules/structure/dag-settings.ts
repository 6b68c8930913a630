import { z } from "zod";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { Dag, Task } from "../../python/dag-model.ts";
import type { PlainArgument } from "../../python/plain-value.ts";
import { defineRule, type Report } from "../define-rule.ts";

const options = z.strictObject({
  owner: z
    .boolean()
    .default(false)
    .describe("Whether each DAG names an owner in its `default_args`, or each of its tasks one."),
  tags: z.array(z.string().max(100)).max(100).default([]).describe("Tags of which each DAG has at least one."),
  retries: z.int().min(0).max(1000).default(0).describe("How many retries each task has at least."),
  timeout: z
    .boolean()
    .default(false)
    .describe("Whether each task has an `execution_timeout`, or its DAG a `dagrun_timeout`."),
});

export const dagSettings = defineRule<{ dagId: string; what: string; remedy: string }, typeof options>({
  id: "DAG-015",
  name: "dag-settings",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A DAG lacks an owner, tag, retries or timeout that the policy asks for.",
  why: "Whoever runs a node wants to know whom to ask, and that a task which hangs or stumbles ends or is tried again. The rule says nothing until the policy sets one of its options, and nothing of what is not written as a constant.",
  message: ({ dagId, what }) => `The DAG ${quoteName(dagId)} ${what}, which the policy asks for.`,
  remedy: ({ remedy }) => remedy,
  options,
  bad: {
    path: "dags/example.py",
    text: `
      from airflow.providers.standard.operators.empty import EmptyOperator
      from airflow.sdk import DAG

      with DAG("nightly", schedule=None):
          EmptyOperator(task_id="load")
    `,
    facts: { options: { owner: true } },
  },
  good: {
    path: "dags/example.py",
    text: `
      from airflow.providers.standard.operators.empty import EmptyOperator
      from airflow.sdk import DAG

      with DAG("nightly", schedule=None, default_args={"owner": "ada"}):
          EmptyOperator(task_id="load")
    `,
    facts: { options: { owner: true } },
  },
  check({ module }, report, wanted) {
    for (const dag of module?.dags ?? []) {
      if (dag.definedIn !== null || dag.certainty === "unknown") continue;
      judgeDag(dag, report, wanted);
      for (const task of dag.tasks) judgeTask(dag, task, report, wanted);
    }
  },
});

type Wanted = z.output<typeof options>;
type Told = Report<{ dagId: string; what: string; remedy: string }>;

/** The owner that Airflow gives a task which names none. */
const nobody = "airflow";

function judgeDag(dag: Dag, report: Told, { owner, tags }: Wanted): void {
  const dagId = dag.dagId ?? dag.idText;
  const isOfTasks = dag.tasks.length > 0 && dag.tasks.every((task) => !task.owner.known || task.owner.value !== nobody);
  if (owner && dag.owner.known && dag.owner.value === null && !isOfTasks) {
    report(dag.idSpan, { dagId, what: "names no owner", remedy: 'Write `default_args={"owner": …}`.' });
  }
  const { tags: own } = dag;
  if (tags.length > 0 && own.known && !own.value.some((tag) => tags.includes(tag))) {
    const listed = tags.slice(0, 10).map((tag) => quoteName(tag));
    report(dag.idSpan, {
      dagId,
      what: `has none of the tags ${listed.join(", ")}`,
      remedy: "Add one of them to the DAG's `tags`.",
    });
  }
}

function judgeTask(dag: Dag, task: Task, report: Told, { retries, timeout }: Wanted): void {
  if (task.definedIn !== null || !task.isUnconditional) return;
  const dagId = dag.dagId ?? dag.idText;
  const name = quoteName(task.taskId);
  const has = (key: string): boolean =>
    [...task.arguments, ...task.defaults].some((one) => one.name === key || one.name === "**");
  if (task.retries.known && task.retries.value < retries && (has("retries") || dag.certainty === "exact")) {
    const what = `has the task ${name} with ${task.retries.value} retries, and not ${retries} or more`;
    report(task.idSpan, { dagId, what, remedy: `Write ${quoteName(`retries=${retries}`)}.` });
  }
  const isBounded = isGiven(dag.arguments, "dagrun_timeout") ?? false;
  const isOwnBounded =
    isGiven(task.arguments, "execution_timeout") ?? isGiven(task.defaults, "execution_timeout") ?? false;
  if (timeout && !isBounded && !isOwnBounded) {
    const what = `has the task ${name} without a timeout`;
    report(task.idSpan, { dagId, what, remedy: "Write `execution_timeout=…`, or `dagrun_timeout=…` for the DAG." });
  }
}

/** Whether an argument is given, and not as `None`; `null`: it is not there. */
function isGiven(given: readonly PlainArgument[], name: string): boolean | null {
  const one = given.find((each) => each.name === name) ?? given.find((each) => each.name === "**");
  if (one === undefined) return null;
  return !(one.value.kind === "constant" && one.value.value === null);
}
