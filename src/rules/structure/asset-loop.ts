import { quoteName } from "../../formats/did-you-mean.ts";
import type { Dag, Task } from "../../python/dag-model.ts";
import type { PlainArgument, PlainValue } from "../../python/plain-value.ts";
import { defineRule } from "../define-rule.ts";

const example = (outlet: string): string => `
  from airflow.providers.standard.operators.bash import BashOperator
  from airflow.sdk import DAG, Asset

  people = Asset("s3://patients/people.csv")
  counts = Asset("s3://patients/counts.csv")

  with DAG("count", schedule=[people]):
      BashOperator(task_id="count", bash_command="python count.py", outlets=[${outlet}])
`;

export const assetLoop = defineRule<{ dagId: string; taskId: string; asset: string }>({
  id: "DAG-022",
  name: "asset-loop",
  severity: "warning",
  confidence: "medium",
  about: "python",
  reach: "file",
  summary: "A DAG runs whenever an asset changes that it changes itself.",
  why: "Each run starts the next one, without end. Looked at are DAGs whose schedule is one asset, named by a constant.",
  message: ({ dagId, taskId, asset }) =>
    `Each run of ${quoteName(dagId)} starts the next: it runs when ${quoteName(asset)} changes, which its task ${quoteName(taskId)} changes.`,
  remedy: () => "Have the DAG read one asset and change another, or give it a schedule of its own.",
  bad: example("people"),
  good: example("counts"),
  check({ module }, report) {
    for (const dag of module?.dags ?? []) {
      const asset = awaitedAsset(dag);
      if (asset === null || dag.dagId === null) continue;
      const task = dag.tasks.find((one) => one.isUnconditional && one.definedIn === null && changes(one, asset));
      if (task !== undefined) report(task.idSpan, { dagId: dag.dagId, taskId: task.taskId, asset });
    }
  },
});

/** The one asset that starts a DAG; `null` where it is none, or there are more, or it is not known. */
function awaitedAsset({ schedule, definedIn, isRegistered }: Dag): string | null {
  if (schedule.kind !== "asset" || schedule.value === null || definedIn !== null || isRegistered === false) return null;
  const { value } = schedule;
  const [first, ...others] = value.kind === "list" ? value.items : [value];
  return first === undefined || others.length > 0 ? null : nameOf(first);
}

function changes({ arguments: given, defaults }: Task, asset: string): boolean {
  const outlets = [...given, ...defaults].find((one: PlainArgument) => one.name === "outlets")?.value;
  if (outlets === undefined) return false;
  return (outlets.kind === "list" ? outlets.items : [outlets]).some((one) => nameOf(one) === asset);
}

/** What an asset is called, or its address. */
function nameOf(value: PlainValue): string | null {
  if (value.kind !== "call" || !/(?:^|\.)(?:Asset|Dataset)$/.test(value.name)) return null;
  const given = [null, "name", "uri"].flatMap((name) => value.arguments.find((one) => one.name === name)?.value ?? []);
  const [first] = given;
  return first?.kind === "constant" && typeof first.value === "string" ? first.value : null;
}
