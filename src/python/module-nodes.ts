import type { Node, TreeCursor } from "web-tree-sitter";

/** Whether a statement runs once on import, perhaps (a branch, a loop, a `try`), or only when something is called. */
export type Placement = "module" | "conditional" | "function";

export interface PlacedNode {
  readonly node: Node;
  readonly placement: Placement;
}

/** The nodes of a module that matter for its DAGs, in source order. */
export interface ModuleNodes {
  readonly imports: readonly Node[];
  readonly calls: readonly PlacedNode[];
  readonly assignments: readonly PlacedNode[];
  readonly decorated: readonly PlacedNode[];
  /** Names of functions and classes defined anywhere in the module. */
  readonly definitions: ReadonlySet<string>;
  /** How often each name is bound, by whatever statement. */
  readonly bindings: ReadonlyMap<string, number>;
  /** A `raise`, `assert` or `del` that runs on import. */
  readonly disruptions: readonly Node[];
  /** How often each identifier occurs, bindings included. */
  readonly mentions: ReadonlyMap<string, number>;
}

const functions = new Set(["function_definition", "lambda"]);
const conditionals = new Set([
  "if_statement",
  "for_statement",
  "while_statement",
  "try_statement",
  "match_statement",
  "conditional_expression",
  "boolean_operator",
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
  "class_definition",
]);

/** Walks the whole tree once, without recursion, so that no depth of nesting can harm it. */
export function collectNodes(root: Node): ModuleNodes {
  const found = {
    imports: [] as Node[],
    calls: [] as PlacedNode[],
    assignments: [] as PlacedNode[],
    decorated: [] as PlacedNode[],
    definitions: new Set<string>(),
    bindings: new Map<string, number>(),
    disruptions: [] as Node[],
    mentions: new Map<string, number>(),
  };
  const bind = (name: string | undefined): void => {
    if (name !== undefined) found.bindings.set(name, (found.bindings.get(name) ?? 0) + 1);
  };

  walk(root, (cursor, placement) => {
    switch (cursor.nodeType) {
      case "identifier":
        found.mentions.set(cursor.nodeText, (found.mentions.get(cursor.nodeText) ?? 0) + 1);
        break;
      case "import_statement":
      case "import_from_statement":
        found.imports.push(cursor.currentNode);
        break;
      case "call":
        found.calls.push({ node: cursor.currentNode, placement });
        break;
      case "assignment": {
        const node = cursor.currentNode;
        found.assignments.push({ node, placement });
        for (const name of namesIn(node.childForFieldName("left"))) bind(name);
        break;
      }
      case "augmented_assignment":
      case "for_statement":
      case "for_in_clause":
        for (const name of namesIn(cursor.currentNode.childForFieldName("left"))) bind(name);
        break;
      case "named_expression":
        bind(cursor.currentNode.childForFieldName("name")?.text);
        break;
      case "as_pattern_target":
        bind(cursor.currentNode.text);
        break;
      case "global_statement":
        for (const name of cursor.currentNode.namedChildren) bind(name?.text);
        break;
      case "decorated_definition":
        found.decorated.push({ node: cursor.currentNode, placement });
        break;
      case "function_definition":
      case "class_definition": {
        const name = cursor.currentNode.childForFieldName("name")?.text;
        bind(name);
        if (name !== undefined) found.definitions.add(name);
        break;
      }
      case "raise_statement":
      case "assert_statement":
      case "delete_statement":
        if (placement !== "function") found.disruptions.push(cursor.currentNode);
        break;
    }
  });
  return found;
}

function walk(root: Node, visit: (cursor: TreeCursor, placement: Placement) => void): void {
  const cursor = root.walk();
  const placements: Placement[] = ["module"];
  try {
    for (;;) {
      const outer = placements.at(-1) ?? "module";
      visit(cursor, outer);
      const type = cursor.nodeType;
      if (cursor.gotoFirstChild()) {
        const isConditional = outer === "module" && conditionals.has(type);
        placements.push(functions.has(type) ? "function" : isConditional ? "conditional" : outer);
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return;
        placements.pop();
      }
    }
  } finally {
    cursor.delete();
  }
}

function namesIn(target: Node | null): readonly string[] {
  if (target === null) return [];
  if (target.type === "identifier") return [target.text];
  if (!/^(pattern_list|tuple_pattern|list_pattern)$/.test(target.type)) return [];
  return target.namedChildren.flatMap((child) => namesIn(child));
}
