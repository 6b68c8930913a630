import type { Dag } from "./dag-model.ts";
import { type Imports, readImports } from "./imports.ts";
import type { ModuleNodes, Placement } from "./module-nodes.ts";
import { type Constants, foldString } from "./python-literal.ts";

/** What the readers of a module's DAGs share. */
export interface Scene {
  readonly nodes: ModuleNodes;
  readonly imports: Imports;
  readonly constants: Constants;
}

/** A DAG, and why it is not certain that Airflow sees it so, and once; `null` when it is. */
export interface FoundDag {
  readonly dag: Dag;
  readonly doubt: string | null;
}

export function toScene(nodes: ModuleNodes): Scene {
  return { nodes, imports: readImports(nodes.imports), constants: readConstants(nodes) };
}

export function doubtOfPlacement(dagId: string | null, placement: Placement): string | null {
  if (dagId === null) return "the id of a DAG is not a constant";
  if (placement === "function") return "a DAG is made inside a function";
  if (placement === "conditional") return "a DAG is made inside a branch or loop";
  return null;
}

/** Names that the module binds once, at its top level, to a string. */
function readConstants(nodes: ModuleNodes): Constants {
  const constants = new Map<string, string>();
  for (const { node, placement } of nodes.assignments) {
    const left = node.childForFieldName("left");
    if (placement !== "module" || left?.type !== "identifier" || nodes.bindings.get(left.text) !== 1) continue;
    const value = foldString(node.childForFieldName("right"), constants);
    if (value !== null) constants.set(left.text, value);
  }
  return constants;
}
