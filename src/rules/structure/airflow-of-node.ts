import type { NodeInventory } from "../../domain/inventory.ts";
import type { FileSubject } from "../subject.ts";

/** The major version of the node's Airflow; `null` where nobody knows. */
export function airflowOfNode(inventory: NodeInventory | null): number | null {
  const packages = inventory?.packages ?? {};
  const version = packages["apache-airflow"] ?? packages["apache-airflow-core"] ?? "";
  const major = /^(\d+)\./.exec(version)?.[1];
  return major === undefined ? null : Number(major);
}

/** Whether the node may have Airflow 2 for all that is known: no inventory tells, and the file does not import what only Airflow 3 has. */
export function mayBeAirflow2({ inventory, imports }: Pick<FileSubject, "inventory" | "imports">): boolean {
  return airflowOfNode(inventory) === null && imports.every(({ module }) => !/^airflow\.sdk(?:\.|$)/.test(module));
}
