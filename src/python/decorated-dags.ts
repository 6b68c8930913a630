import type { Node } from "web-tree-sitter";
import type { Certainty } from "./dag-model.ts";
import { firstPositional, hasSplat, keywordOf, readDagParams, readFunctionParams } from "./dag-params.ts";
import { type Imports, isDagDecorator, resolveName } from "./imports.ts";
import type { Placement } from "./module-nodes.ts";
import { foldString, present, spanOfNode } from "./python-literal.ts";
import { doubtOfPlacement, type FoundDag, type Scene } from "./scene.ts";

/** DAGs made of a function by `@dag`, which is registered when the function is called. */
export function readDecorated(scene: Scene): readonly FoundDag[] {
  return scene.nodes.decorated.flatMap(({ node, placement }) => {
    const definition = node.childForFieldName("definition");
    const decorator = present(node.namedChildren).find((one) => isDagDecoratorNode(one, scene.imports));
    if (decorator === undefined || definition?.type !== "function_definition") return [];
    const found = readOne(definition, decorator, placement, scene);
    return found === null ? [] : [{ ...found, doubt: found.doubt ?? doubtOfDecorators(node) }];
  });
}

function readOne(definition: Node, decorator: Node, placement: Placement, scene: Scene): FoundDag | null {
  const name = definition.childForFieldName("name");
  if (name === null) return null;
  const expression = decorator.namedChild(0);
  const call = expression?.type === "call" ? expression : null;
  const idNode = call === null ? null : (keywordOf(call, "dag_id") ?? firstPositional(call));
  const own = readDagParams(call && keywordOf(call, "params"), scene.imports, scene.constants);
  const ofFunction = readFunctionParams(definition.childForFieldName("parameters"));
  const isOpen = call !== null && hasSplat(call);
  const isExact = !isOpen && own.certainty === "exact" && ofFunction.certainty === "exact";
  const certainty: Certainty = isExact ? "exact" : "partial";
  const ownName = isOpen ? null : name.text;
  const dagId = idNode === null ? ownName : foldString(idNode, scene.constants);
  const isCalled = readIsCalled(name.text, scene);
  const dag = {
    form: "decorator",
    dagId,
    idSpan: spanOfNode(idNode ?? name),
    boundName: name.text,
    nameSpan: spanOfNode(name),
    isCalled,
    isUnconditional: placement === "module" && isCalled === true,
    params: [...own.params, ...ofFunction.params],
    paramsCertainty: certainty,
  } as const;
  const doubt = isCalled === null ? "a function decorated with `@dag` is used in a way that is not followed" : null;
  return { dag, doubt: doubtOfPlacement(dagId, placement) ?? doubt };
}

function isDagDecoratorNode(node: Node, imports: Imports): boolean {
  if (node.type !== "decorator") return false;
  const expression = node.namedChild(0);
  const callee = expression?.type === "call" ? expression.childForFieldName("function") : expression;
  return callee !== null && callee !== undefined && isDagDecorator(resolveName(callee.text, imports));
}

function doubtOfDecorators(node: Node): string | null {
  return present(node.namedChildren).filter((one) => one.type === "decorator").length > 1
    ? "a function has further decorators beside `@dag`"
    : null;
}

/** `true`: called once at module level, in a way that leaves its id alone; `null`: used in another way. */
function readIsCalled(name: string, { nodes }: Scene): boolean | null {
  if ((nodes.bindings.get(name) ?? 0) > 1) return null;
  const calls = nodes.calls.filter(({ node }) => calleeRoot(node) === name);
  const [only] = calls;
  if (only === undefined) return (nodes.mentions.get(name) ?? 0) <= 1 ? false : null;
  const isPlain = only.node.childForFieldName("function")?.text === name && keywordOf(only.node, "dag_id") === null;
  return calls.length === 1 && only.placement === "module" && isPlain ? true : null;
}

function calleeRoot(call: Node): string {
  return (call.childForFieldName("function")?.text ?? "").split(".")[0] ?? "";
}
