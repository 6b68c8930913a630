import { parseSync } from "oxc-parser";

/** Something that a module names from outside of itself. */
export interface Reference {
  readonly line: number;
  /** What is imported, as written. `null` where it is computed, so that nobody can tell. */
  readonly specifier: string | null;
  /** The imported names; empty where the whole module is taken. */
  readonly names: readonly string[];
  readonly isType: boolean;
}

export interface AstNode {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** Parses TypeScript. Throws when it cannot be parsed, so that a file that nobody understood never counts as looked at. */
export function parseModule(path: string, text: string): AstNode {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors.map((one) => one.message).join("; ")}`);
  return program as unknown as AstNode; // oxc's own types name every node; a walk needs none of them
}

/** Every node below this one with its parent, the outer before the inner. */
export function* walk(node: AstNode, parent: AstNode | null = null): Generator<[AstNode, AstNode | null]> {
  yield [node, parent];
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* walk(child, node);
    }
  }
}

/** All imports: static, re-exported, dynamic, `import("./x.ts").T` types, and files named by `new URL("./x.ts", import.meta.url)`. */
export function findReferences(program: AstNode, text: string): readonly Reference[] {
  const found: Reference[] = [];
  for (const [node] of walk(program)) {
    const source = sourceOf(node);
    if (source === undefined) continue;
    found.push({
      line: lineAt(text, node.start),
      specifier: literalOf(source),
      names: namesOf(node),
      isType: node.type === "TSImportType" || node.importKind === "type" || node.exportKind === "type",
    });
  }
  return found;
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

export function isNode(value: unknown): value is AstNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** The node that says what is imported; `undefined` where this node imports nothing. */
function sourceOf(node: AstNode): unknown {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "ImportExpression":
    case "TSImportType":
      return node.source;
    case "ExportNamedDeclaration":
      return node.source ?? undefined;
    case "TSExternalModuleReference":
      return node.expression;
    case "NewExpression":
      return isUrlBesideModule(node) ? firstArgument(node) : undefined;
    case "CallExpression":
      return isIdentifier(node.callee, "require") ? firstArgument(node) : undefined;
    default:
      return undefined;
  }
}

/** `new URL("./worker.ts", import.meta.url)`: how workers are named. Folders and data files are no modules. */
function isUrlBesideModule(node: AstNode): boolean {
  return isIdentifier(node.callee, "URL") && /\.[cm]?[jt]s$/.test(literalOf(firstArgument(node)) ?? "");
}

function firstArgument(node: AstNode): unknown {
  return Array.isArray(node.arguments) ? node.arguments[0] : undefined;
}

function namesOf(node: AstNode): readonly string[] {
  const specifiers = Array.isArray(node.specifiers) ? node.specifiers.filter(isNode) : [];
  return specifiers.flatMap((one) => {
    if (one.type === "ImportSpecifier" && isNode(one.imported)) return [String(one.imported.name)];
    if (one.type === "ExportSpecifier" && isNode(one.local)) return [String(one.local.name)];
    return ["*"];
  });
}

function literalOf(node: unknown): string | null {
  return isNode(node) && node.type === "Literal" && typeof node.value === "string" ? node.value : null;
}

function isIdentifier(node: unknown, name: string): boolean {
  return isNode(node) && node.type === "Identifier" && node.name === name;
}
