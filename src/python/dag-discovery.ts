/**
 * Whether Airflow's safe mode lets a Python file through: it mentions both words, in any case
 * (`might_contain_dag_via_default_heuristic` in airflow/utils/file.py; `asset` counts as of Airflow 3).
 */
export function mightContainDag(text: string): boolean {
  return /airflow/i.test(text) && /dag|asset/i.test(text);
}
