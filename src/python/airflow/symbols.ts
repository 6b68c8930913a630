/** What of Airflow a full name stands for, in whichever of its modules Airflow 2 or 3 gives it. */
export type Symbol =
  | "DAG"
  | "dag"
  | "task"
  | "task_group"
  | "TaskGroup"
  | "chain"
  | "chain_linear"
  | "cross_downstream"
  | "Label"
  | "XComArg"
  | "setup"
  | "teardown"
  | "asset"
  | "asset.multi"
  | "operator"
  | "Param"
  | "Asset"
  | "result"
  | "context_wrapper";

const exact: Readonly<Record<string, Symbol>> = {
  __proto__: null as never,
  ...list(
    "DAG",
    "airflow.DAG airflow.models.DAG airflow.models.dag.DAG airflow.sdk.DAG airflow.sdk.definitions.dag.DAG",
  ),
  ...list("dag", "airflow.decorators.dag airflow.models.dag.dag airflow.sdk.dag airflow.sdk.definitions.dag.dag"),
  ...list("task", "airflow.decorators.task airflow.sdk.task airflow.sdk.definitions.decorators.task"),
  ...list(
    "task_group",
    `airflow.decorators.task_group airflow.decorators.task_group.task_group airflow.sdk.task_group
     airflow.sdk.definitions.decorators.task_group airflow.sdk.definitions.decorators.task_group.task_group`,
  ),
  ...list(
    "TaskGroup",
    "airflow.utils.task_group.TaskGroup airflow.sdk.TaskGroup airflow.sdk.definitions.taskgroup.TaskGroup",
  ),
  ...list(
    "chain",
    "airflow.models.baseoperator.chain airflow.models.chain airflow.sdk.chain airflow.sdk.bases.operator.chain airflow.utils.helpers.chain",
  ),
  ...list(
    "chain_linear",
    "airflow.models.baseoperator.chain_linear airflow.sdk.chain_linear airflow.sdk.bases.operator.chain_linear",
  ),
  ...list(
    "cross_downstream",
    "airflow.models.baseoperator.cross_downstream airflow.models.cross_downstream airflow.sdk.cross_downstream airflow.sdk.bases.operator.cross_downstream airflow.utils.helpers.cross_downstream",
  ),
  ...list(
    "Label",
    `airflow.utils.edgemodifier.Label airflow.utils.edgemodifier.EdgeModifier airflow.sdk.Label airflow.sdk.EdgeModifier
     airflow.sdk.definitions.edges.Label airflow.sdk.definitions.edges.EdgeModifier`,
  ),
  ...list(
    "XComArg",
    "airflow.models.XComArg airflow.models.xcom_arg.XComArg airflow.XComArg airflow.sdk.XComArg airflow.sdk.definitions.xcom_arg.XComArg",
  ),
  ...list("setup", "airflow.decorators.setup airflow.sdk.setup airflow.sdk.definitions.decorators.setup"),
  ...list("teardown", "airflow.decorators.teardown airflow.sdk.teardown airflow.sdk.definitions.decorators.teardown"),
  ...list("asset", "airflow.sdk.asset airflow.sdk.definitions.asset.decorators.asset"),
  ...list("asset.multi", "airflow.sdk.asset.multi airflow.sdk.definitions.asset.decorators.asset.multi"),
  ...list(
    "Param",
    "airflow.models.Param airflow.models.param.Param airflow.sdk.Param airflow.sdk.definitions.param.Param",
  ),
  ...list("result", "airflow.sdk.result airflow.sdk.definitions.decorators.result"),
  ...list(
    "context_wrapper",
    "airflow.decorators.setup_teardown.ContextWrapper airflow.decorators.setup_teardown.context_wrapper airflow.sdk.definitions.decorators.setup_teardown.ContextWrapper airflow.sdk.definitions.decorators.setup_teardown.context_wrapper",
  ),
};

function list(symbol: Symbol, names: string): Readonly<Record<string, Symbol>> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, symbol]));
}

const assets =
  /^airflow\.(datasets|sdk|sdk\.definitions\.asset|assets|providers\.common\.compat\.(sdk|assets))\.(Asset|Dataset|AssetAlias|DatasetAlias|AssetAll|AssetAny|DatasetAll|DatasetAny|Model)$/;

export function symbolOf(name: string): Symbol | null {
  const known = exact[name] ?? exact[name.replace(/^airflow\.providers\.common\.compat\.sdk\./, "airflow.sdk.")];
  if (known !== undefined) return known;
  if (assets.test(name)) return "Asset";
  return isOperatorName(name) ? "operator" : null;
}

/** An operator of Airflow or a provider, by where it is and how it is called. */
function isOperatorName(name: string): boolean {
  if (!/^airflow\./.test(name)) return false;
  const own = name.split(".").at(-1) ?? "";
  return (
    /^_?[A-Z]\w*(Operator|Sensor|SensorAsync|OperatorAsync|Transfer|ExternalTaskMarker)$/.test(own) ||
    own === "ExternalTaskMarker" ||
    /^GenericTransfer$/.test(own)
  );
}

/** Whether a class that comes from this one makes tasks. */
export function isOperatorLike(name: string): boolean {
  return isOperatorName(name) || /(Operator|Sensor)$/.test(name);
}

/** `task.branch`, `task.docker` and others: what a task's decorator is called. */
export function taskDecoratorOf(name: string): string | null {
  const match = /^(?:airflow\.(?:decorators|sdk|sdk\.definitions\.decorators)\.task)\.(\w+)$/.exec(
    name.replace(/^airflow\.providers\.common\.compat\.sdk\./, "airflow.sdk."),
  );
  if (match !== null) return match[1] ?? null;
  return /^airflow\.decorators\.(python_task|branch_task|bash_task|sensor_task|short_circuit_task|virtualenv_task)$/.test(
    name,
  )
    ? (name
        .split(".")
        .at(-1)
        ?.replace(/_task$/, "") ?? null)
    : null;
}
