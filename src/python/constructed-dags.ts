import type { Node } from "web-tree-sitter";
import type { Dag } from "./dag-model.ts";
import { firstPositional, hasSplat, keywordOf, readDagParams } from "./dag-params.ts";
import { isDagClass, resolveName } from "./imports.ts";
import type { ModuleNodes } from "./module-nodes.ts";
import { foldString, spanOfNode } from "./python-literal.ts";
import { doubtOfPlacement, type FoundDag, type Scene } from "./scene.ts";

/** DAGs made by calling the class: `with DAG(…)` and `name = DAG(…)`. */
export function readConstructed({ nodes, imports, constants }: Scene): readonly FoundDag[] {
  const found: FoundDag[] = [];
  for (const { node: call, placement } of nodes.calls) {
    const callee = call.childForFieldName("function");
    if (callee === null || !isDagClass(resolveName(callee.text, imports))) continue;
    const home = homeOf(call, nodes);
    const idNode = keywordOf(call, "dag_id") ?? firstPositional(call);
    const dagId = foldString(idNode, constants);
    const params = readDagParams(keywordOf(call, "params"), imports, constants);
    const dag: Dag = {
      form: home.form,
      dagId,
      idSpan: spanOfNode(idNode ?? call),
      boundName: home.name?.text ?? null,
      nameSpan: spanOfNode(home.name ?? callee),
      isCalled: true,
      isUnconditional: placement === "module",
      params: params.params,
      paramsCertainty: hasSplat(call) ? "partial" : params.certainty,
    };
    found.push({ dag, doubt: doubtOfPlacement(dagId, placement) ?? home.doubt });
  }
  return found;
}

interface Home {
  readonly form: Dag["form"];
  readonly name: Node | null;
  readonly doubt: string | null;
}

/** What becomes of a constructed DAG: `with DAG(…) as name`, `name = DAG(…)`, or something that is not followed. */
function homeOf(call: Node, nodes: ModuleNodes): Home {
  const parent = call.parent;
  if (parent?.type === "with_item") return { form: "context", name: null, doubt: doubtOfRegister(call) };
  if (parent?.type === "as_pattern" && parent.parent?.type === "with_item") {
    return { form: "context", name: parent.namedChild(1), doubt: doubtOfRegister(call) };
  }
  const left = parent?.type === "assignment" ? parent.childForFieldName("left") : null;
  if (left?.type !== "identifier") return { form: "assignment", name: null, doubt: "a DAG is not bound to a name" };
  const doubt = (nodes.bindings.get(left.text) ?? 0) > 1 ? "the name of a DAG is bound more than once" : null;
  return { form: "assignment", name: left, doubt };
}

function doubtOfRegister(call: Node): string | null {
  return keywordOf(call, "auto_register") === null && !hasSplat(call) ? null : "a DAG may not be registered";
}
