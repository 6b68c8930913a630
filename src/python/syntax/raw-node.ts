import type { Node, TreeCursor } from "web-tree-sitter";

/** A node of the parser's tree as plain data, without punctuation. */
export interface RawNode {
  readonly type: string;
  readonly field: string | null;
  readonly isNamed: boolean;
  readonly start: number;
  readonly end: number;
  readonly children: readonly RawNode[];
}

interface Growing extends RawNode {
  readonly children: RawNode[];
}

/** Operators and keywords that say something; other anonymous nodes are left out. */
const telling =
  /^(\*\*?=?|[-+/%@&|^]=?|\/\/=?|<<=?|>>=?|~|[<>]=?|==|!=|<>|in|not in|not|is|is not|and|or|async|\*|from|yield|_)$/;

const silent = new Set(["comment", "line_continuation"]);

/** Copies a tree with one cursor: asking nodes for their children, fields and text one by one costs far more. */
export function copyTree(root: Node): RawNode {
  const cursor = root.walk();
  try {
    return copy(cursor);
  } finally {
    cursor.delete();
  }
}

function copy(cursor: TreeCursor): RawNode {
  const root = toRaw(cursor);
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
  const node = toRaw(cursor);
  const parent = open.at(-1);
  const isTelling = node.isNamed ? !silent.has(node.type) : telling.test(node.type) || parent?.type === "slice";
  if (isTelling) parent?.children.push(node);
  return node;
}

function toRaw(cursor: TreeCursor): Growing {
  const isNamed = cursor.nodeIsNamed;
  return {
    type: cursor.nodeType,
    field: cursor.currentFieldName,
    isNamed,
    start: cursor.startIndex,
    end: cursor.endIndex,
    children: [],
  };
}

export function fieldOf(node: RawNode, name: string): RawNode | null {
  return node.children.find((child) => child.field === name && child.isNamed) ?? null;
}

export function fieldsOf(node: RawNode, name: string): readonly RawNode[] {
  return node.children.filter((child) => child.field === name && child.isNamed);
}

export function namedOf(node: RawNode): readonly RawNode[] {
  return node.children.filter((child) => child.isNamed);
}

export function hasToken(node: RawNode, token: string): boolean {
  return node.children.some((child) => !child.isNamed && child.type === token);
}
