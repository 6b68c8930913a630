import type { NodeInventory } from "../../domain/inventory.ts";

/** The major version of the node's Airflow; `null` where nobody knows. */
export function airflowOfNode(inventory: NodeInventory | null): number | null {
  const packages = inventory?.packages ?? {};
  const version = packages["apache-airflow"] ?? packages["apache-airflow-core"] ?? "";
  const major = /^(\d+)\./.exec(version)?.[1];
  return major === undefined ? null : Number(major);
}
