/**
 * Whether Airflow's safe mode lets a Python file through: it mentions both words, in any case
 * (`might_contain_dag_via_default_heuristic` in airflow/utils/file.py; `asset` counts as of Airflow 3).
 */
export function mightContainDag(text: string, airflow: 2 | 3 = 3): boolean {
  return /airflow/i.test(text) && (airflow === 3 ? /dag|asset/i : /dag/i).test(text);
}

/** What a Python file looks like by its text alone: it imports Airflow and makes a DAG, or Dagster and defines something. */
export function workflowIn(text: string): "dag" | "code-location" | null {
  if (/^(?:from|import) airflow\b/m.test(text) && /\bDAG\(|@dag\b/.test(text)) return "dag";
  return /^(?:from|import) dagster\b/m.test(text) && defining.test(text) ? "code-location" : null;
}

const defining = /\bDefinitions(?:\.\w+)?\(|^@(?:\w+\.)?(?:definitions|repository|(?:multi_|graph_)?asset|job)\b/m;
