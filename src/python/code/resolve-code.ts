import { fieldOf, fieldsOf, firstOf, namedOf, type RawNode } from "../syntax/raw-node.ts";
import { nameOf } from "./bind-names.ts";
import { builtinNames, canonical, withoutCallMethod } from "./builtin-names.ts";
import { lookUp, type Scope } from "./code-scope.ts";
import type { Collected } from "./collect-code.ts";
import { createFolder, type FoldText } from "./fold-text.ts";

/** What an expression is called in full. `isIndirect`: it was reached by a detour that hides the name. */
export interface ResolvedPath {
  readonly path: string;
  readonly isIndirect: boolean;
}

export interface Resolver {
  text(node: RawNode): string;
  paths(node: RawNode, scope: Scope): readonly ResolvedPath[];
  /** A constant text; `null` for all else. */
  readonly constant: FoldText;
}

const mostPaths = 16;
const longestPath = 300;
const mostDepth = 60;

/** Makes what resolves names and attributes of a module to full paths. Each node is looked at once. */
export function createResolver(
  { module }: Collected,
  stars: readonly string[],
  text: (node: RawNode) => string,
): Resolver {
  const known = new Map<RawNode, readonly ResolvedPath[]>();
  const constant = createFolder(text);
  let depth = 0;

  const paths = (node: RawNode, scope: Scope): readonly ResolvedPath[] => {
    const before = known.get(node);
    if (before !== undefined) return before;
    if (depth >= mostDepth) return unknown;
    known.set(node, unknown); // met again while it is being resolved
    depth += 1;
    const found = resolve(node, scope);
    depth -= 1;
    const result = bounded(found);
    known.set(node, result);
    return result;
  };

  const resolve = (node: RawNode, scope: Scope): readonly ResolvedPath[] => {
    const all = (name: string): readonly ResolvedPath[] => {
      const inner = fieldOf(node, name);
      return inner === null ? unknown : paths(inner, scope);
    };
    const ofFirst = (): readonly ResolvedPath[] => {
      const first = firstOf(node);
      return first === null ? unknown : paths(first, scope);
    };
    switch (node.type) {
      case "identifier":
        return ofName(nameOf(node, text), scope);
      case "attribute": {
        const attribute = fieldOf(node, "attribute");
        const name = attribute === null ? "" : nameOf(attribute, text);
        return all("object").map((one) => (name === "__call__" ? called(one) : step(one, `.${name}`)));
      }
      case "subscript":
        return ofItem(node, all("value"), scope);
      case "call":
        return ofCall(node, all("function"), scope);
      case "parenthesized_expression":
      case "await":
        return ofFirst();
      case "named_expression":
        return all("value");
      case "conditional_expression":
        return namedOf(node).flatMap((one, index) => (index === 0 || index === 2 ? paths(one, scope) : []));
      case "boolean_operator":
        return namedOf(node).flatMap((one) => paths(one, scope));
      case "string":
      case "concatenated_string":
        return [direct("str")];
      case "lambda":
        return [direct("<lambda>")];
      default:
        return unknown;
    }
  };

  const ofName = (name: string, scope: Scope): readonly ResolvedPath[] => {
    const bindings = lookUp(scope, name);
    if (bindings.length === 0) {
      if (builtinNames.has(name)) return [direct(`builtins.${name}`)];
      return [direct(canonical(name)), ...stars.map((star) => direct(`${star}.${name}`))];
    }
    return bindings.flatMap((one): readonly ResolvedPath[] => {
      if (one.kind === "import") return [/^builtins\.\w+$/.test(one.path) ? hidden(one.path) : direct(one.path)];
      if (one.kind === "opaque" || one.kind === "added") return [direct(name)];
      if (one.kind === "class") return [direct(name), ...ofBases(one.bases, one.scope)];
      const found = paths(one.node, one.scope);
      if (found === unknown) return [direct(name)];
      return found.map((other) => (/^builtins\.\w+$/.test(other.path) ? hidden(other.path) : other));
    });
  };

  /** A class does what those do that it is made from. */
  const ofBases = (bases: RawNode | null, scope: Scope): readonly ResolvedPath[] => {
    const all =
      bases === null ? [] : namedOf(bases).filter(({ type }) => type === "identifier" || type === "attribute");
    return all.flatMap((base) => paths(base, scope)).filter(({ path }) => path.includes("."));
  };

  const ofItem = (node: RawNode, bases: readonly ResolvedPath[], scope: Scope): readonly ResolvedPath[] => {
    const key = constant(fieldsOf(node, "subscript")[0] ?? null, scope);
    return bases.flatMap((base) => (key === null ? null : behind(base.path, key)) ?? [step(base, `[${key ?? ""}]`)]);
  };

  /** What an item of a module's or of Python's own tables is. */
  const behind = (table: string, key: string): readonly ResolvedPath[] | null => {
    if (table === "sys.modules") return [hidden(key)];
    if (/^builtins\.(?:globals|locals)\(\)$/.test(table)) return ofName(key, module).map(({ path }) => hidden(path));
    if (table === "builtins") return [hidden(`builtins.${key}`)];
    return table.endsWith(".__dict__") ? [hidden(`${table.slice(0, -".__dict__".length)}.${key}`)] : null;
  };

  const ofCall = (node: RawNode, callees: readonly ResolvedPath[], scope: Scope): readonly ResolvedPath[] =>
    callees.flatMap(
      (callee) => ofImporter(callee, node, scope) ?? ofAttribute(callee.path, node, scope) ?? [step(callee, "()")],
    );

  /** What is imported by a text. */
  const ofImporter = ({ path }: ResolvedPath, node: RawNode, scope: Scope): readonly ResolvedPath[] | null => {
    if (!importers.test(path)) return null;
    const name = constant(givenInOrder(node)[0] ?? null, scope);
    return name === null ? null : [hidden(name.replace(":", "."))];
  };

  /** What is asked of a module or class by the name of an attribute. */
  const ofAttribute = (callee: string, node: RawNode, scope: Scope): readonly ResolvedPath[] | null => {
    const [first, second] = givenInOrder(node);
    if (first === undefined) return null;
    const behindDot = (owners: readonly ResolvedPath[], name: RawNode | null | undefined): readonly ResolvedPath[] =>
      owners.map(({ path }) => hidden(`${path}.${constant(name ?? null, scope) ?? "?"}`));
    if (callee === "builtins.getattr") return behindDot(paths(first, scope), second);
    if (callee === "builtins.vars") return paths(first, scope).map(({ path }) => hidden(`${path}.__dict__`));
    if (callee === "functools.partial") return paths(first, scope);
    if (callee === "operator.attrgetter()") return behindDot(paths(first, scope), askedFor(node));
    if (!callee.endsWith(getAttribute)) return null;
    if (second !== undefined) return behindDot(paths(first, scope), second);
    return behindDot([direct(callee.slice(0, -getAttribute.length))], first);
  };

  return { text, paths, constant };
}

const importers =
  /^(?:builtins\.__import__|importlib\.import_module|importlib\.__import__|pkgutil\.resolve_name|airflow\.utils\.module_loading\.import_string)$/;

const getAttribute = ".__getattribute__";

/** The name in `attrgetter("name")(…)`. */
function askedFor(call: RawNode): RawNode | null {
  const made = fieldOf(call, "function");
  return made?.type === "call" ? (givenInOrder(made)[0] ?? null) : null;
}

function givenInOrder(call: RawNode): readonly RawNode[] {
  return argumentsOf(call).filter(({ type }) => type !== "keyword_argument");
}

function argumentsOf(call: RawNode): readonly RawNode[] {
  const given = fieldOf(call, "arguments");
  return given === null ? [] : namedOf(given);
}

const unknown: readonly ResolvedPath[] = [{ path: "?", isIndirect: false }];

function direct(path: string): ResolvedPath {
  return { path, isIndirect: false };
}

function hidden(path: string): ResolvedPath {
  return { path: canonical(path), isIndirect: true };
}

function step({ path, isIndirect }: ResolvedPath, more: string): ResolvedPath {
  return { path: canonical(`${path}${more}`), isIndirect };
}

/** `f.__call__` is `f`. */
function called(one: ResolvedPath): ResolvedPath {
  const path = withoutCallMethod(`${one.path}.__call__`);
  return path === one.path ? { path, isIndirect: true } : step(one, ".__call__");
}

/** Each once, not too many and none too long. */
function bounded(found: readonly ResolvedPath[]): readonly ResolvedPath[] {
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.path.length <= longestPath ? found : unknown;
  const short = found.filter(({ path }) => path.length <= longestPath);
  const all = [...new Map(short.map((one) => [one.path, one])).values()].slice(0, mostPaths);
  return all.length === 0 ? unknown : all;
}
