import type { Node } from "web-tree-sitter";
import type { Certainty, Dag, DagModule } from "./dag-model.ts";
import { firstPositional, hasSplat, keywordOf, readDagParams, readFunctionParams } from "./dag-params.ts";
import { type Imports, isDagClass, isDagDecorator, readImports, resolveName } from "./imports.ts";
import { collectNodes, type ModuleNodes, type PlacedNode } from "./module-nodes.ts";
import { type Constants, foldString, present, spanOfNode } from "./python-literal.ts";
import { describeUncertainCall, describeUncertainImports } from "./uncertainty.ts";

interface Scene {
  readonly nodes: ModuleNodes;
  readonly imports: Imports;
  readonly constants: Constants;
}

/** Finds the DAGs of a module from its syntax tree. The tree stays the caller's. */
export function readDagModule(root: Node): DagModule {
  if (root.hasError) return unknownModule("it has syntax that is not understood");
  try {
    const nodes = collectNodes(root);
    const scene: Scene = { nodes, imports: readImports(nodes.imports), constants: readConstants(nodes) };
    return readScene(scene);
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
  const constructed = readConstructed(scene);
  const decorated = readDecorated(scene);
  const dags = [...constructed, ...decorated].map(({ dag }) => dag);
  dags.sort((a, b) => a.idSpan.start.line - b.idSpan.start.line || a.idSpan.start.column - b.idSpan.start.column);
  const reason =
    [...constructed, ...decorated].map((one) => one.doubt).find((doubt) => doubt !== null) ?? describeDoubt(scene);
  const certainty: Certainty = reason === null ? "exact" : "partial";
  return { dags, certainty, reason };
}

/** A DAG, and why it is not certain that Airflow sees it so, and once; `null` when it is. */
interface FoundDag {
  readonly dag: Dag;
  readonly doubt: string | null;
}

function readConstructed(scene: Scene): readonly FoundDag[] {
  const found: FoundDag[] = [];
  for (const { node: call, placement } of scene.nodes.calls) {
    const callee = call.childForFieldName("function");
    if (callee === null || !isDagClass(resolveName(callee.text, scene.imports))) continue;
    const home = homeOf(call, scene.nodes);
    const dagId = foldString(keywordOf(call, "dag_id") ?? firstPositional(call), scene.constants);
    const params = readDagParams(keywordOf(call, "params"), scene.imports, scene.constants);
    const idNode = keywordOf(call, "dag_id") ?? firstPositional(call) ?? call;
    const dag: Dag = {
      form: home.form,
      dagId,
      idSpan: spanOfNode(idNode),
      boundName: home.name?.text ?? null,
      nameSpan: spanOfNode(home.name ?? callee),
      isCalled: true,
      params: params.params,
      paramsCertainty: hasSplat(call) ? "partial" : params.certainty,
    };
    found.push({ dag, doubt: doubtOfPlacement(dag, placement) ?? home.doubt });
  }
  return found;
}

function doubtOfPlacement(dag: Dag, placement: PlacedNode["placement"]): string | null {
  if (dag.dagId === null) return "the id of a DAG is not a constant";
  if (placement === "function") return "a DAG is made inside a function";
  if (placement === "conditional") return "a DAG is made inside a branch or loop";
  return null;
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

function readDecorated(scene: Scene): readonly FoundDag[] {
  const found: FoundDag[] = [];
  for (const { node, placement } of scene.nodes.decorated) {
    const definition = node.childForFieldName("definition");
    const name = definition?.childForFieldName("name");
    const decorator = present(node.namedChildren).find((one) => isDagDecoratorNode(one, scene.imports));
    if (decorator === undefined || definition?.type !== "function_definition" || !name) continue;
    const expression = decorator.namedChild(0);
    const call = expression?.type === "call" ? expression : null;
    const idNode = call === null ? null : (keywordOf(call, "dag_id") ?? firstPositional(call));
    const own = readDagParams(call && keywordOf(call, "params"), scene.imports, scene.constants);
    const ofFunction = readFunctionParams(definition.childForFieldName("parameters"));
    const isCalled = readIsCalled(name.text, scene);
    const dag: Dag = {
      form: "decorator",
      dagId:
        idNode === null ? (call !== null && hasSplat(call) ? null : name.text) : foldString(idNode, scene.constants),
      idSpan: spanOfNode(idNode ?? name),
      boundName: name.text,
      nameSpan: spanOfNode(name),
      isCalled,
      params: [...own.params, ...ofFunction.params],
      paramsCertainty:
        own.certainty === "exact" && ofFunction.certainty === "exact" && !(call && hasSplat(call))
          ? "exact"
          : "partial",
    };
    const doubt =
      isCalled === true
        ? null
        : isCalled === null
          ? "a function decorated with `@dag` is used in a way that is not followed"
          : null;
    found.push({ dag, doubt: doubtOfPlacement(dag, placement) ?? doubt ?? doubtOfDecorators(node) });
  }
  return found;
}

function doubtOfDecorators(node: Node): string | null {
  return present(node.namedChildren).filter((one) => one.type === "decorator").length > 1
    ? "a function has further decorators beside `@dag`"
    : null;
}

function isDagDecoratorNode(node: Node, imports: Imports): boolean {
  if (node.type !== "decorator") return false;
  const expression = node.namedChild(0);
  const callee = expression?.type === "call" ? expression.childForFieldName("function") : expression;
  return callee !== null && callee !== undefined && isDagDecorator(resolveName(callee.text, imports));
}

/** `true`: called at module level without arguments that would change its id; `null`: used in another way. */
function readIsCalled(name: string, { nodes }: Scene): boolean | null {
  if ((nodes.bindings.get(name) ?? 0) > 1) return null;
  const calls = nodes.calls.filter(({ node }) => calleeRoot(node) === name);
  if (
    calls.some(({ node, placement }) => placement === "module" && node.childForFieldName("function")?.text === name)
  ) {
    return calls.every(({ node }) => keywordOf(node, "dag_id") === null) && calls.length === 1 ? true : null;
  }
  return calls.length === 0 && (nodes.mentions.get(name) ?? 0) <= 1 ? false : null;
}

function calleeRoot(call: Node): string {
  return (call.childForFieldName("function")?.text ?? "").split(".")[0] ?? "";
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
