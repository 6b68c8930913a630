/**
 * Whether Airflow's safe mode lets a Python file through: it mentions both words, in any case
 * (`might_contain_dag_via_default_heuristic` in airflow/utils/file.py; `asset` counts as of Airflow 3).
 */
export function mightContainDag(text: string, airflow: 2 | 3 = 3): boolean {
  return /airflow/i.test(text) && (airflow === 3 ? /dag|asset/i : /dag/i).test(text);
}
