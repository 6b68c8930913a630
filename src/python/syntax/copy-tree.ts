import type { Language, Tree, TreeCursor } from "web-tree-sitter";
import type { RawNode, SourceTree } from "./raw-node.ts";

interface Growing extends RawNode {
  readonly children: RawNode[];
  hasTokens: boolean;
}

/** What is known of a type of nodes, so that not each node is asked. */
interface NodeType {
  readonly name: string;
  readonly isNamed: boolean;
  /** `slice`: a token that says something in a slice alone. */
  readonly isTold: boolean | "slice";
  readonly isLeaf: boolean;
}

type PlaceOf = (offset: number) => number;

/** Operators and keywords that say something; other anonymous nodes are left out. */
const telling =
  /^(\*\*?=?|[-+/%@&|^]=?|\/\/=?|<<=?|>>=?|~|[<>]=?|==|!=|<>|in|not in|not|is|is not|and|or|async|\*|from|yield|_)$/;

const silent = new Set(["comment", "line_continuation"]);

/** The children of leaves: half of all nodes are some. */
const none: never[] = [];

/** What has nothing in it that anybody asks for. */
const leaves = new Set(["identifier", "integer", "float", "string_start", "string_content", "string_end", ...silent]);

/**
 * Copies a tree with one cursor, which is asked as little as can be: each question goes to another machine. `placeOf`: where that stands
 * of which a part was parsed.
 */
export function copyTree(tree: Tree, placeOf: PlaceOf | null = null): SourceTree {
  const cursor = tree.walk();
  try {
    return { root: copy(cursor, typesOf(tree.language), placeOf), hasError: tree.rootNode.hasError };
  } finally {
    cursor.delete();
  }
}

function copy(cursor: TreeCursor, types: readonly NodeType[], placeOf: PlaceOf | null): RawNode {
  const toRaw = ({ name, isNamed, isLeaf }: NodeType, field: string | null): Growing => {
    const { startIndex, endIndex } = cursor;
    return {
      type: name,
      field,
      isNamed,
      start: placeOf === null ? startIndex : placeOf(startIndex),
      end: placeOf === null || endIndex === 0 ? endIndex : placeOf(endIndex - 1) + 1,
      children: isLeaf ? none : [],
      hasTokens: false,
    };
  };
  const root = toRaw({ ...typeOf(cursor, types), isLeaf: false }, null);
  const open: Growing[] = [root];
  let [parent, isDone] = [root, false];
  for (;;) {
    if (!isDone && cursor.gotoFirstChild()) isDone = enter();
    else if (cursor.gotoNextSibling()) {
      close();
      isDone = enter();
    } else {
      close();
      if (open.length === 0 || !cursor.gotoParent()) return root;
      isDone = true;
    }
  }

  /** Takes the node at which the cursor stands; answers whether nothing in it is wanted. */
  function enter(): boolean {
    const type = typeOf(cursor, types);
    parent = open.at(-1) ?? root;
    const isTold = type.isTold === "slice" ? parent.type === "slice" : type.isTold;
    const node = isTold ? toRaw(type, cursor.currentFieldName) : parent;
    open.push(node);
    if (isTold) parent.children.push(node);
    if (isTold && !type.isNamed) parent.hasTokens = true;
    return type.isLeaf || !isTold;
  }

  function close(): void {
    open.pop();
  }
}

const known = new WeakMap<Language, readonly NodeType[]>();

function typesOf(language: Language): readonly NodeType[] {
  const before = known.get(language);
  if (before !== undefined) return before;
  const types = language.types.map((name, id): NodeType => {
    const isNamed = language.nodeTypeIsNamed(id);
    const isTold = isNamed ? !silent.has(name) : telling.test(name) || "slice";
    return { name, isNamed, isTold, isLeaf: !isNamed || leaves.has(name) };
  });
  known.set(language, types);
  return types;
}

const error: NodeType = { name: "ERROR", isNamed: true, isTold: true, isLeaf: false };

function typeOf(cursor: TreeCursor, types: readonly NodeType[]): NodeType {
  return types[cursor.nodeTypeId] ?? error;
}
