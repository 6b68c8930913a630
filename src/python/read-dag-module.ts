import type { Node } from "web-tree-sitter";
import { readConstructed } from "./constructed-dags.ts";
import type { DagModule } from "./dag-model.ts";
import { readDecorated } from "./decorated-dags.ts";
import { collectNodes } from "./module-nodes.ts";
import { type Scene, toScene } from "./scene.ts";
import { describeUncertainCall, describeUncertainImports } from "./uncertainty.ts";

/** Finds the DAGs of a module from its syntax tree. The tree stays the caller's. */
export function readDagModule(root: Node): DagModule {
  if (root.hasError) return unknownModule("it has syntax that is not understood");
  try {
    return readScene(toScene(collectNodes(root)));
  } catch (error) {
    if (error instanceof RangeError) return unknownModule("it is nested too deeply");
    throw error;
  }
}

/** A module of which nothing more can be said. */
export function unknownModule(reason: string): DagModule {
  return { dags: [], certainty: "unknown", reason };
}

function readScene(scene: Scene): DagModule {
  const found = [...readConstructed(scene), ...readDecorated(scene)];
  const dags = found.map(({ dag }) => dag);
  dags.sort((a, b) => a.idSpan.start.line - b.idSpan.start.line || a.idSpan.start.column - b.idSpan.start.column);
  const reason = found.map(({ doubt }) => doubt).find((doubt) => doubt !== null) ?? describeDoubt(scene);
  return { dags, certainty: reason === null ? "exact" : "partial", reason };
}

function describeDoubt({ nodes, imports }: Scene): string | null {
  const ofImports = describeUncertainImports(imports);
  if (ofImports !== null) return ofImports;
  if (nodes.disruptions.length > 0) return "a statement on import can end or undo what was defined";
  for (const { node } of nodes.calls) {
    const doubt = describeUncertainCall(node, imports, nodes.definitions);
    if (doubt !== null) return doubt;
  }
  return null;
}
