/** Which class of an operator a decorator makes tasks of, as Airflow's providers register them. */
const ofDecorators: ReadonlyMap<string, string> = new Map([
  ["task", "airflow.providers.standard.operators.python.PythonOperator"],
  ["task.python", "airflow.providers.standard.operators.python.PythonOperator"],
  ["task.bash", "airflow.providers.standard.operators.bash.BashOperator"],
  ["task.branch", "airflow.providers.standard.operators.python.BranchPythonOperator"],
  ["task.short_circuit", "airflow.providers.standard.operators.python.ShortCircuitOperator"],
  ["task.virtualenv", "airflow.providers.standard.operators.python.PythonVirtualenvOperator"],
  ["task.external_python", "airflow.providers.standard.operators.python.ExternalPythonOperator"],
  ["task.branch_virtualenv", "airflow.providers.standard.operators.python.BranchPythonVirtualenvOperator"],
  ["task.branch_external_python", "airflow.providers.standard.operators.python.BranchExternalPythonOperator"],
  ["task.sensor", "airflow.providers.standard.sensors.python.PythonSensor"],
  ["task.docker", "airflow.providers.docker.operators.docker.DockerOperator"],
  ["task.kubernetes", "airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator"],
  ["task.kubernetes_cmd", "airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator"],
]);

/** All paths by which an operator can be imported that moved to the standard provider, the given one first. */
export function pathsOfOperator(path: string): readonly string[] {
  const [, kind, module, name] =
    /^airflow\.(?:providers\.standard\.)?(operators|sensors)\.(\w+?)(?:_operator|_sensor)?\.(\w+)$/.exec(path) ?? [];
  if (kind === undefined) return [path];
  const older = [`airflow.${kind}.${module}.${name}`, `airflow.${kind}.${module}_${kind.slice(0, -1)}.${name}`];
  return [...new Set([path, `airflow.providers.standard.${kind}.${module}.${name}`, ...older])];
}

/** The operator that a task decorator stands for: `airflow.sdk.task.bash` for `…BashOperator`; `null` for any other name. */
export function operatorOfDecorator(path: string): string | null {
  return ofDecorators.get(/^airflow\.(?:sdk|decorators)\.(task(?:\.\w+)?)$/.exec(path)?.[1] ?? "") ?? null;
}
