import { fieldOf, firstOf, namedOf, type RawNode } from "../syntax/raw-node.ts";
import { bindNames, bindParameters, nameOf } from "./bind-names.ts";
import { openScope, type Scope } from "./code-scope.ts";
import { withinBody } from "./within-body.ts";

export interface Placed {
  readonly node: RawNode;
  readonly scope: Scope;
}

/** What stands where in a module, before anything is resolved. */
export interface Collected {
  readonly module: Scope;
  readonly calls: readonly (Placed & { readonly within: string | null })[];
  readonly strings: readonly Placed[];
  readonly imports: readonly Placed[];
  readonly returns: readonly (Placed & { readonly decorators: readonly RawNode[] })[];
  /** Names and attributes that are used, the outermost of each chain, without those that are called. */
  readonly uses: readonly Placed[];
  readonly names: readonly RawNode[];
  /** Assignments to attributes, `+=` and its like too. */
  readonly assignments: readonly Placed[];
}

interface Frame extends Placed {
  readonly parent: RawNode | null;
  readonly decorators: readonly RawNode[];
  /** As of `CallFact`. */
  readonly within: string | null;
}

/** Walks a tree once, without recursion, and opens a scope for each function and class. */
export function collectCode(root: RawNode, text: (node: RawNode) => string): Collected {
  const module = openScope(null, "module");
  const calls: Frame[] = [];
  const strings: Placed[] = [];
  const imports: Placed[] = [];
  const returns: Frame[] = [];
  const uses: Placed[] = [];
  const names: RawNode[] = [];
  const assignments: Placed[] = [];
  const waiting: Frame[] = [{ node: root, scope: module, parent: null, decorators: [], within: null }];

  for (let frame = waiting.pop(); frame !== undefined; frame = waiting.pop()) {
    const { node, scope, parent } = frame;
    if (node.type === "call") calls.push(frame);
    else if (node.type === "identifier") names.push(node);
    else if (node.type === "return_statement") returns.push(frame);
    else if (node.type === "import_statement" || node.type === "import_from_statement") imports.push(frame);
    else if (/^(?:augmented_)?assignment$/.test(node.type) && isAttribute(fieldOf(node, "left"), text))
      assignments.push(frame);
    else if (isString(node) && parent?.type !== "concatenated_string" && !isDocstring(node, parent))
      strings.push(frame);
    if (isUse(node, parent)) uses.push(frame);
    bindNames(node, scope, text);
    if (node.children.length > 0) push(waiting, frame, text);
  }
  return { module, calls, strings, imports, returns, uses, names, assignments };
}

function push(waiting: Frame[], frame: Frame, text: (node: RawNode) => string): void {
  const { node, scope, decorators, parent, within } = frame;
  const isFunction = node.type === "function_definition" || node.type === "lambda";
  const isClass = node.type === "class_definition";
  const inner = isFunction ? openScope(scope, "function") : isClass ? openScope(scope, "class") : scope;
  if (isFunction) bindParameters(fieldOf(node, "parameters"), scope, inner, text);
  const own = node.type === "function_definition" ? decoratorsOf(parent) : decorators;
  const inBody = withinBody(frame, text);
  const children = namedOf(node);
  for (let index = children.length - 1; index >= 0; index -= 1) {
    const child = children[index];
    if (child === undefined) continue;
    const isInner = child.field === "body";
    waiting.push({
      node: child,
      parent: node,
      scope: isInner ? inner : scope,
      decorators: isInner ? own : decorators,
      within: isInner || child.field === "consequence" ? inBody : within,
    });
  }
}

/** `task.name`, `task.__dict__[…]`, `vars(task)[…]` */
function isAttribute(node: RawNode | null, text: (node: RawNode) => string): boolean {
  if (node?.type !== "subscript") return node?.type === "attribute";
  return dictionaryOwner(node, text) !== null;
}

/** Whose attributes an item is one of: `task` of `task.__dict__[…]` and `vars(task)[…]`; `null` where it is none. */
export function dictionaryOwner(node: RawNode, text: (node: RawNode) => string): RawNode | null {
  const held = fieldOf(node, "value");
  if (held?.type === "attribute") {
    const name = fieldOf(held, "attribute");
    return name !== null && nameOf(name, text) === "__dict__" ? fieldOf(held, "object") : null;
  }
  const callee = held?.type === "call" ? fieldOf(held, "function") : null;
  if (callee?.type !== "identifier" || nameOf(callee, text) !== "vars") return null;
  return firstOf(held === null ? null : fieldOf(held, "arguments"));
}

function decoratorsOf(parent: RawNode | null): readonly RawNode[] {
  if (parent?.type !== "decorated_definition") return [];
  return namedOf(parent)
    .filter(({ type }) => type === "decorator")
    .flatMap((one) => namedOf(one).slice(0, 1));
}

export function isString({ type }: RawNode): boolean {
  return type === "string" || type === "concatenated_string";
}

function isDocstring(node: RawNode, parent: RawNode | null): boolean {
  return parent?.type === "expression_statement" && namedOf(parent).length === 1 && isString(node);
}

/** Where a name is no use of itself: in a longer one, or where it is made. */
const notUsed: ReadonlySet<string> = new Set([
  ...["attribute", "dotted_name", "parameters", "lambda_parameters", "typed_parameter", "type", "global_statement"],
  "aliased_import",
]);

/** Whether a name or attribute stands for itself: it is read, not called, not a part of a longer one, not a keyword. */
function isUse({ type, field }: RawNode, parent: RawNode | null): boolean {
  if (type !== "identifier" && type !== "attribute") return false;
  if (parent === null || notUsed.has(parent.type)) return false;
  return field !== "function" && field !== "name" && field !== "alias" && field !== "left";
}
