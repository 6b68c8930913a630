import { type AstNode, isNode, lineAt, walk } from "./find-references.ts";

export interface Impurity {
  readonly line: number;
  readonly what: string;
}

/** Globals that reach for the world, the clock, the environment or chance. */
const impureGlobals = new Set([
  "console",
  "crypto",
  "fetch",
  "globalThis",
  "navigator",
  "performance",
  "process",
  "queueMicrotask",
  "setImmediate",
  "setInterval",
  "setTimeout",
]);

const impureMembers: Readonly<Record<string, readonly string[]>> = {
  Date: ["now"],
  Math: ["random"],
  Temporal: ["Now"],
};

/** Methods whose answer depends on the machine's language unless one is given as the argument with this index. */
const localeArgument: Readonly<Record<string, number>> = {
  localeCompare: 1,
  toLocaleString: 0,
  toLocaleDateString: 0,
  toLocaleTimeString: 0,
  toLocaleUpperCase: 0,
  toLocaleLowerCase: 0,
};

/** What in a module does more than compute. Imports are judged elsewhere. */
export function findImpurities(program: AstNode, text: string): readonly Impurity[] {
  const found: Impurity[] = [];
  for (const [node, parent] of walk(program)) {
    const what = impurityOf(node, parent);
    if (what !== null) found.push({ line: lineAt(text, node.start), what });
  }
  return found;
}

function impurityOf(node: AstNode, parent: AstNode | null): string | null {
  switch (node.type) {
    case "Identifier":
      return impureGlobals.has(nameOf(node)) && isReadHere(node, parent) ? nameOf(node) : null;
    case "MemberExpression":
      return isImpureMember(node) ? `${nameOf(node.object)}.${nameOf(node.property)}` : null;
    case "MetaProperty":
      return nameOf(node.meta) === "import" ? "import.meta" : null;
    case "NewExpression":
      return nameOf(node.callee) === "Date" && countArguments(node) === 0 ? "new Date() without an argument" : null;
    case "CallExpression":
      return nameOf(node.callee) === "Date" ? "Date()" : localeDependence(node);
    default:
      return null;
  }
}

function isImpureMember(node: AstNode): boolean {
  return impureMembers[nameOf(node.object)]?.includes(nameOf(node.property)) ?? false;
}

function localeDependence(node: AstNode): string | null {
  const callee = node.callee;
  if (!isNode(callee) || callee.type !== "MemberExpression") return null;
  const method = nameOf(callee.property);
  const index = localeArgument[method];
  return index !== undefined && countArguments(node) <= index ? `${method}() without a locale` : null;
}

/** Whether the name is the global itself, and not a key, a member or an imported name that is spelt the same. */
function isReadHere(node: AstNode, parent: AstNode | null): boolean {
  if (parent === null) return true;
  if (parent.computed === true) return true;
  if (parent.type === "Property" && parent.shorthand === true) return parent.value === node;
  const keys = [parent.property, parent.key, parent.imported, parent.exported, parent.label];
  return !keys.includes(node);
}

function countArguments(node: AstNode): number {
  return Array.isArray(node.arguments) ? node.arguments.length : 0;
}

function nameOf(node: unknown): string {
  return isNode(node) && typeof node.name === "string" ? node.name : "";
}
