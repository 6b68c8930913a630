import type { Node, TreeCursor } from "web-tree-sitter";

/** A node of the parser's tree as plain data: its named children, and its operator. Offsets are UTF-16 code units. */
export interface CodeNode {
  readonly type: string;
  readonly field: string | null;
  readonly start: number;
  readonly end: number;
  /** Such as `+`; `null` where it has none. */
  readonly operator: string | null;
  readonly children: readonly CodeNode[];
}

interface Growing extends CodeNode {
  operator: string | null;
  readonly children: Growing[];
}

/** Copies a tree with one cursor, which costs far less than to ask each node for its parts. */
export function copyCode(root: Node): CodeNode {
  const cursor = root.walk();
  try {
    return copy(cursor);
  } finally {
    cursor.delete();
  }
}

function copy(cursor: TreeCursor): CodeNode {
  const root = toNode(cursor);
  const open: Growing[] = [root];
  for (;;) {
    if (cursor.gotoFirstChild()) {
      open.push(add(open, cursor));
      continue;
    }
    open.pop();
    while (!cursor.gotoNextSibling()) {
      if (open.length <= 1 || !cursor.gotoParent()) return root;
      open.pop();
    }
    open.push(add(open, cursor));
  }
}

function add(open: readonly Growing[], cursor: TreeCursor): Growing {
  const node = toNode(cursor);
  const parent = open.at(-1);
  if (parent === undefined || node.type === "comment" || node.type === "line_continuation") return node;
  if (cursor.nodeIsNamed) parent.children.push(node);
  else if (node.field === "operator" || node.field === "operators") parent.operator = node.type;
  return node;
}

function toNode(cursor: TreeCursor): Growing {
  return {
    type: cursor.nodeType,
    field: cursor.currentFieldName,
    start: cursor.startIndex,
    end: cursor.endIndex,
    operator: null,
    children: [],
  };
}

export function fieldOf(node: CodeNode, name: string): CodeNode | null {
  return node.children.find((child) => child.field === name) ?? null;
}

export function fieldsOf(node: CodeNode, name: string): readonly CodeNode[] {
  return node.children.filter((child) => child.field === name);
}
