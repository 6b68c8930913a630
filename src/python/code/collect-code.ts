import { bind, openScope, type Scope } from "./code-scope.ts";
import { type CodeNode, fieldOf } from "./code-tree.ts";
import { readImports } from "./read-imports.ts";

export interface Placed {
  readonly node: CodeNode;
  readonly scope: Scope;
}

/** What stands where in a module, before anything is resolved. */
export interface Collected {
  readonly module: Scope;
  readonly calls: readonly Placed[];
  readonly strings: readonly Placed[];
  readonly imports: readonly Placed[];
  readonly returns: readonly (Placed & { readonly decorators: readonly CodeNode[] })[];
  /** Names and attributes that are used, the outermost of each chain, without those that are called. */
  readonly uses: readonly Placed[];
  readonly names: readonly CodeNode[];
}

interface Frame extends Placed {
  readonly parent: CodeNode | null;
  readonly decorators: readonly CodeNode[];
}

/** Walks a tree once, without recursion, and opens a scope for each function and class. */
export function collectCode(root: CodeNode, text: (node: CodeNode) => string): Collected {
  const module = openScope(null, "module");
  const calls: Placed[] = [];
  const strings: Placed[] = [];
  const imports: Placed[] = [];
  const returns: (Placed & { decorators: readonly CodeNode[] })[] = [];
  const uses: Placed[] = [];
  const names: CodeNode[] = [];
  const waiting: Frame[] = [{ node: root, scope: module, parent: null, decorators: [] }];

  for (let frame = waiting.pop(); frame !== undefined; frame = waiting.pop()) {
    const { node, scope, parent } = frame;
    const placed = { node, scope };
    if (node.type === "call") calls.push(placed);
    else if (node.type === "identifier") names.push(node);
    else if (node.type === "return_statement") returns.push({ ...placed, decorators: frame.decorators });
    else if (/^(import_statement|import_from_statement)$/.test(node.type)) imports.push(placed);
    else if (isString(node) && parent?.type !== "concatenated_string" && !isDocstring(node, parent))
      strings.push(placed);
    if (isUse(node, parent)) uses.push(placed);
    bindNames(node, scope, text);
    push(waiting, frame, text);
  }
  return { module, calls, strings, imports, returns, uses, names };
}

function push(waiting: Frame[], { node, scope, decorators, parent }: Frame, text: (node: CodeNode) => string): void {
  const isFunction = node.type === "function_definition" || node.type === "lambda";
  const isClass = node.type === "class_definition";
  const inner = isFunction ? openScope(scope, "function") : isClass ? openScope(scope, "class") : scope;
  if (isFunction) bindParameters(fieldOf(node, "parameters"), scope, inner, text);
  const own = node.type === "function_definition" ? decoratorsOf(parent) : decorators;
  for (const child of node.children.toReversed()) {
    const isInner = child.field === "body";
    waiting.push({ node: child, parent: node, scope: isInner ? inner : scope, decorators: isInner ? own : decorators });
  }
}

function decoratorsOf(parent: CodeNode | null): readonly CodeNode[] {
  if (parent?.type !== "decorated_definition") return [];
  return parent.children.filter(({ type }) => type === "decorator").flatMap(({ children }) => children.slice(0, 1));
}

export function isString({ type }: CodeNode): boolean {
  return type === "string" || type === "concatenated_string";
}

function isDocstring(node: CodeNode, parent: CodeNode | null): boolean {
  return parent?.type === "expression_statement" && parent.children.length === 1 && isString(node);
}

/** Whether a name or attribute stands for itself: it is read, not called, not a part of a longer one, not a keyword. */
function isUse(node: CodeNode, parent: CodeNode | null): boolean {
  if (node.type !== "identifier" && node.type !== "attribute") return false;
  if (parent === null || parent.type === "attribute" || parent.type === "dotted_name") return false;
  if (node.field === "function" || node.field === "name" || node.field === "alias" || node.field === "left")
    return false;
  return !/^(parameters|lambda_parameters|typed_parameter|type|global_statement|aliased_import)$/.test(parent.type);
}

function bindNames(node: CodeNode, scope: Scope, text: (node: CodeNode) => string): void {
  switch (node.type) {
    case "assignment":
      bindTarget(fieldOf(node, "left"), fieldOf(node, "right"), scope, text);
      return;
    case "named_expression":
      bindTarget(fieldOf(node, "name"), fieldOf(node, "value"), scope, text);
      return;
    case "augmented_assignment":
    case "for_statement":
    case "for_in_clause":
      bindTarget(fieldOf(node, "left"), null, scope, text);
      return;
    case "as_pattern": {
      const alias = fieldOf(node, "alias");
      bindTarget(alias?.children[0] ?? alias, node.children[0] ?? null, scope, text);
      return;
    }
    case "function_definition":
    case "class_definition":
      bindTarget(fieldOf(node, "name"), null, scope, text);
      return;
    case "global_statement":
      for (const name of node.children) scope.globals.add(nameOf(name, text));
      return;
    case "import_statement":
    case "import_from_statement":
      for (const { name, path } of readImports(node, text))
        if (name !== "*") bind(scope, name, { kind: "import", path });
  }
}

function bindTarget(
  target: CodeNode | null,
  value: CodeNode | null,
  scope: Scope,
  text: (node: CodeNode) => string,
): void {
  const pairs: [CodeNode | null, CodeNode | null][] = [[target, value]];
  for (let next = pairs.pop(); next !== undefined; next = pairs.pop()) {
    const [left, right] = next;
    if (left === null) continue;
    if (left.type === "identifier" || left.type === "as_pattern_target") {
      const binding = right === null ? { kind: "opaque" as const } : { kind: "value" as const, node: right, scope };
      bind(scope, nameOf(left, text), binding);
    } else if (/^(pattern_list|tuple_pattern|list_pattern|tuple|list|list_splat_pattern)$/.test(left.type)) {
      const isPairwise =
        right !== null &&
        /^(expression_list|tuple|list)$/.test(right.type) &&
        right.children.length === left.children.length &&
        ![...left.children, ...right.children].some(({ type }) => type.startsWith("list_splat"));
      for (const [index, one] of left.children.entries())
        pairs.push([one, isPairwise ? (right?.children[index] ?? null) : null]);
    }
  }
}

/** A parameter is opaque, and may also be its default. */
function bindParameters(
  parameters: CodeNode | null,
  outer: Scope,
  inner: Scope,
  text: (node: CodeNode) => string,
): void {
  for (const one of parameters?.children ?? []) {
    const name = one.type === "identifier" ? one : (fieldOf(one, "name") ?? one.children[0]);
    const leaf = name?.type === "identifier" ? name : name?.children[0];
    if (leaf?.type !== "identifier") continue;
    bind(inner, nameOf(leaf, text), { kind: "opaque" });
    const value = fieldOf(one, "value");
    if (value !== null) bind(inner, nameOf(leaf, text), { kind: "value", node: value, scope: outer });
  }
}

/** As Python sees it: `ｅｖａｌ` is `eval`. https://docs.python.org/3/reference/lexical_analysis.html#identifiers */
export function nameOf(node: CodeNode, text: (node: CodeNode) => string): string {
  return text(node).normalize("NFKC");
}
