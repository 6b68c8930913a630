import { z } from "zod";
import { didYouMean, quoteName } from "../../formats/did-you-mean.ts";
import type { DagModule, Task } from "../../python/dag-model.ts";
import type { PlainValue } from "../../python/plain-value.ts";
import { defineRule } from "../define-rule.ts";

const names = z.array(z.string().min(1).max(200)).max(1000).default([]);
const options = z.strictObject({
  queues: names.describe("The queues that the node's workers listen to; empty: those of the inventory, or any."),
  pools: names.describe("The pools that the node's Airflow has, besides `default_pool`; empty: any is good."),
});

const example = (queue: string) => ({
  path: "dags/example.py",
  text: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        BashOperator(task_id="train", bash_command="python train.py", queue="${queue}")
  `,
  facts: { options: { queues: ["default", "gpu"] } },
});

export const taskPlaceUnknown = defineRule<
  { taskId: string; what: "queue" | "pool"; name: string; known: readonly string[] },
  typeof options
>({
  id: "DAG-023",
  name: "task-place-unknown",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A task goes to a queue or pool that the node does not have.",
  why: "No worker takes what is in a queue that none listens to, and nothing leaves a pool that is not there: the task waits, without any error, until somebody looks. Which queues there are says the policy (`queues`), or the node's inventory (`countersign inventory --values`); which pools, the policy. Of what neither lists nothing is said, nor of tasks with an `executor` of their own.",
  message: ({ taskId, what, name, known }) =>
    `The task ${quoteName(taskId)} goes to the ${what} ${quoteName(name)}, which the node does not have.${didYouMean(name, known)}`,
  remedy: ({ what }) => `Name a ${what} that the policy lists, or have it made on the node and listed first.`,
  options,
  bad: example("gpus"),
  good: example("gpu"),
  check({ module, inventory }, report, { queues, pools }) {
    const lists = [
      { what: "queue", known: queues.length > 0 ? queues : (inventory?.queues ?? []) },
      { what: "pool", known: pools.length === 0 ? [] : ["default_pool", ...pools] },
    ] as const;
    for (const task of tasksHere(module)) {
      for (const { what, known } of lists.filter((one) => one.known.length > 0)) {
        const given = givenTo(task, what);
        if (given === null) continue;
        const { taskId, idSpan } = task;
        if (given.name === null)
          report.indeterminate(
            `To which ${what} the task ${quoteName(taskId)} goes cannot be known before deploy: ${quoteName(given.expression)}.`,
          );
        else if (!known.includes(given.name)) report(idSpan, { taskId, what, name: given.name, known });
      }
    }
  },
});

/** The tasks that this file itself writes. */
function tasksHere(module: DagModule | null): readonly Task[] {
  const dags = (module?.dags ?? []).filter(({ definedIn }) => definedIn === null);
  return dags.flatMap(({ tasks }) => tasks).filter(({ definedIn }) => definedIn === null);
}

/** `null` for none, or where another executor takes the task. The name is `null` where it is no constant. */
function givenTo({ arguments: given, defaults }: Task, what: "queue" | "pool") {
  const all = [...given, ...defaults];
  if (what === "queue" && all.some(({ name, value }) => name === "executor" && !isNone(value))) return null;
  const found = all.find(({ name }) => name === what);
  if (found === undefined || isNone(found.value)) return null;
  const { value, expression } = found;
  return { name: value.kind === "constant" && typeof value.value === "string" ? value.value : null, expression };
}

function isNone(value: PlainValue): boolean {
  return value.kind === "constant" && value.value === null;
}
