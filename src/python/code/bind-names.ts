import { fieldOf, firstOf, namedOf, operatorOf, type RawNode } from "../syntax/raw-node.ts";
import { bind, type Scope } from "./code-scope.ts";
import { readImports } from "./read-imports.ts";

/** Binds what a node of the tree binds in its scope. */
export function bindNames(node: RawNode, scope: Scope, text: (node: RawNode) => string): void {
  switch (node.type) {
    case "assignment":
      bindTarget(fieldOf(node, "left"), fieldOf(node, "right"), scope, text);
      return;
    case "named_expression":
      bindTarget(fieldOf(node, "name"), fieldOf(node, "value"), scope, text);
      return;
    case "augmented_assignment":
      bindAdded(node, scope, text);
      return;
    case "for_statement":
    case "for_in_clause":
      bindTarget(fieldOf(node, "left"), null, scope, text);
      return;
    case "as_pattern": {
      const alias = fieldOf(node, "alias");
      bindTarget(firstOf(alias) ?? alias, firstOf(node), scope, text);
      return;
    }
    case "class_definition": {
      const name = fieldOf(node, "name");
      if (name !== null)
        bind(scope, nameOf(name, text), { kind: "class", bases: fieldOf(node, "superclasses"), scope });
      return;
    }
    case "function_definition":
      bindTarget(fieldOf(node, "name"), null, scope, text);
      return;
    case "global_statement":
      for (const name of namedOf(node)) scope.globals.add(nameOf(name, text));
      return;
    case "import_statement":
    case "import_from_statement":
      for (const { name, path } of readImports(node, text))
        if (name !== "*") bind(scope, name, { kind: "import", path });
  }
}

/** `a += b`; of other operators nothing is followed. */
function bindAdded(node: RawNode, scope: Scope, text: (node: RawNode) => string): void {
  const [left, right] = [fieldOf(node, "left"), fieldOf(node, "right")];
  if (left?.type !== "identifier" || right === null || operatorOf(node) !== "+=") bindTarget(left, null, scope, text);
  else bind(scope, nameOf(left, text), { kind: "added", node: right, scope });
}

function bindTarget(
  target: RawNode | null,
  value: RawNode | null,
  scope: Scope,
  text: (node: RawNode) => string,
): void {
  const pairs: [RawNode | null, RawNode | null][] = [[target, value]];
  for (let next = pairs.pop(); next !== undefined; next = pairs.pop()) {
    const [left, right] = next;
    if (left === null) continue;
    if (left.type === "identifier" || left.type === "as_pattern_target") {
      const binding = right === null ? { kind: "opaque" as const } : { kind: "value" as const, node: right, scope };
      bind(scope, nameOf(left, text), binding);
    } else if (/^(pattern_list|tuple_pattern|list_pattern|tuple|list|list_splat_pattern)$/.test(left.type)) {
      const given = givenOneByOne(left, right);
      for (const [index, one] of namedOf(left).entries()) pairs.push([one, given[index] ?? null]);
    }
  }
}

/** What `a, b = c, d` gives each of its targets; nothing where that is not written out. */
function givenOneByOne(targets: RawNode, values: RawNode | null): readonly RawNode[] {
  if (values === null || !/^(expression_list|tuple|list)$/.test(values.type)) return [];
  const [left, right] = [namedOf(targets), namedOf(values)];
  const isPairwise =
    right.length === left.length && ![...left, ...right].some(({ type }) => type.startsWith("list_splat"));
  return isPairwise ? right : [];
}

/** A parameter is opaque, and may also be its default. */
export function bindParameters(
  parameters: RawNode | null,
  outer: Scope,
  inner: Scope,
  text: (node: RawNode) => string,
): void {
  for (const one of parameters === null ? [] : namedOf(parameters)) {
    const name = one.type === "identifier" ? one : (fieldOf(one, "name") ?? firstOf(one));
    const leaf = name?.type === "identifier" ? name : firstOf(name);
    if (leaf?.type !== "identifier") continue;
    bind(inner, nameOf(leaf, text), { kind: "opaque" });
    const value = fieldOf(one, "value");
    if (value !== null) bind(inner, nameOf(leaf, text), { kind: "value", node: value, scope: outer });
  }
}

/** As Python sees it: `ｅｖａｌ` is `eval`. https://docs.python.org/3/reference/lexical_analysis.html#identifiers */
export function nameOf(node: RawNode, text: (node: RawNode) => string): string {
  return text(node).normalize("NFKC");
}
