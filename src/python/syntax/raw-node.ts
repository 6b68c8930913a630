/** A node of the parser's tree as plain data, without punctuation. Offsets are UTF-16 code units. */
export interface RawNode {
  readonly type: string;
  readonly field: string | null;
  readonly isNamed: boolean;
  readonly start: number;
  readonly end: number;
  /** Named nodes, and the operators and keywords that say something. */
  readonly children: readonly RawNode[];
  /** Whether some of its children are not named. */
  readonly hasTokens: boolean;
}

/** A parsed text as plain data. */
export interface SourceTree {
  readonly root: RawNode;
  /** Whether the parser did not understand some of it. */
  readonly hasError: boolean;
}

export function fieldOf(node: RawNode, name: string): RawNode | null {
  for (const child of node.children) if (child.field === name && child.isNamed) return child;
  return null;
}

export function fieldsOf(node: RawNode, name: string): readonly RawNode[] {
  return node.children.filter((child) => child.field === name && child.isNamed);
}

export function namedOf(node: RawNode): readonly RawNode[] {
  return node.hasTokens ? node.children.filter((child) => child.isNamed) : node.children;
}

export function firstOf(node: RawNode | null): RawNode | null {
  return node?.children.find((child) => child.isNamed) ?? null;
}

export function hasToken(node: RawNode, token: string): boolean {
  return node.hasTokens && node.children.some((child) => !child.isNamed && child.type === token);
}

/** Such as `+`; `null` where it has none. */
export function operatorOf(node: RawNode): string | null {
  return node.children.find((child) => child.field === "operator" && !child.isNamed)?.type ?? null;
}
