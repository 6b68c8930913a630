import type { Spans } from "../spans.ts";
import { fieldOf, firstOf, namedOf, operatorOf, type RawNode } from "../syntax/raw-node.ts";
import { nameOf } from "./bind-names.ts";
import type { CallValue, CodeArgument, CodeEntry, CodeValue, TextValue } from "./code-facts.ts";
import { type Binding, lookUp, type Scope } from "./code-scope.ts";
import { isString } from "./collect-code.ts";
import { lengthOf, operandsOf, quotientOf, textOf } from "./join-texts.ts";
import { readLiteral } from "./read-literal.ts";
import type { Resolver } from "./resolve-code.ts";

export interface Valuer {
  value(node: RawNode, scope: Scope): CodeValue;
  call(node: RawNode, scope: Scope): CallValue;
}

const unknown: CodeValue = { kind: "other", parts: [] };
const mostDepth = 40;
const mostParts = 2000;
const mostParents = 20;
/** Characters and parts of texts that are copied into other ones, in a module. */
const mostCopied = 2_000_000;

/** Makes what reads values. Each node is read once, so that a value which is used often is shared. */
export function createValuer(resolver: Resolver, spanOf: Spans): Valuer {
  const { text } = resolver;
  const known = new Map<RawNode, CodeValue>();
  let [depth, copied] = [0, 0];

  const value = (node: RawNode, scope: Scope): CodeValue => {
    const before = known.get(node);
    if (before !== undefined) return before;
    if (depth >= mostDepth) return unknown;
    known.set(node, unknown); // met again while it is being read
    depth += 1;
    const read = readValue(node, scope);
    depth -= 1;
    known.set(node, read);
    return read;
  };

  const readValue = (node: RawNode, scope: Scope): CodeValue => {
    const ofFirst = (): CodeValue => {
      const first = firstOf(node);
      return first === null ? unknown : value(first, scope);
    };
    const all = (): readonly CodeValue[] =>
      namedOf(node)
        .slice(0, mostParts * 10)
        .map((one) => value(one, scope));
    if (isString(node)) return readText(node, scope);
    switch (node.type) {
      case "integer":
      case "float":
        return { kind: "constant", value: Number(text(node).replaceAll("_", "")) };
      case "true":
      case "false":
        return { kind: "constant", value: node.type === "true" };
      case "none":
        return { kind: "constant", value: null };
      case "parenthesized_expression":
      case "await":
        return ofFirst();
      case "list":
      case "tuple":
      case "set":
      case "expression_list":
        return { kind: "list", items: all() };
      case "dictionary":
        return { kind: "dict", entries: namedOf(node).flatMap((one) => readEntry(one, scope)) };
      case "call":
        return call(node, scope);
      case "identifier":
        return ofName(node, scope);
      case "attribute":
        return ofAttribute(node, scope);
      case "subscript":
        return ofItem(node, scope);
      case "binary_operator":
        return ofOperation(node, scope);
      default:
        return { kind: "other", parts: all() };
    }
  };

  const readText = (node: RawNode, scope: Scope): CodeValue => {
    const constant = resolver.constant(node, scope);
    const literals = (node.type === "string" ? [node] : namedOf(node)).map((one) => readLiteral(one, text));
    const parts = literals.flatMap((one) => one?.parts ?? []);
    const isBytes = literals[0]?.isBytes ?? false;
    const held = parts.slice(0, mostParts).map((part) => (typeof part === "string" ? part : value(part, scope)));
    return constant === null ? together(held, isBytes) : { kind: "text", parts: [constant], isBytes };
  };

  const readEntry = (node: RawNode, scope: Scope): readonly CodeEntry[] => {
    if (node.type === "dictionary_splat") {
      const inner = firstOf(node);
      return inner === null ? [] : [{ key: null, value: value(inner, scope), span: spanOf(node) }];
    }
    const [key, held] = [fieldOf(node, "key"), fieldOf(node, "value")];
    return held === null ? [] : [{ key: resolver.constant(key, scope), value: value(held, scope), span: spanOf(node) }];
  };

  const ofName = (node: RawNode, scope: Scope): CodeValue => {
    const [first, ...more] = lookUp(scope, nameOf(node, text));
    if (first?.kind === "value" && more.every(({ kind }) => kind === "added")) {
      const held = value(first.node, first.scope);
      if (more.length > 0) return together([held, ...more.flatMap((one) => valueOfAdded(one))], false);
      if (held !== unknown) return held;
    }
    return { kind: "path", paths: resolver.paths(node, scope).map(({ path }) => path) };
  };

  const valueOfAdded = (one: Binding): readonly CodeValue[] =>
    one.kind === "added" ? [value(one.node, one.scope)] : [];

  /** `Path(…).parent` is made of a path, as by a call. */
  const ofAttribute = (node: RawNode, scope: Scope): CodeValue => {
    const paths = resolver.paths(node, scope).map(({ path }) => path);
    const object = fieldOf(node, "object");
    const isParent = object !== null && paths.some((path) => /^pathlib\.\w*Path\b.*\.parent$/.test(path));
    return isParent ? { kind: "call", paths, on: value(object, scope), arguments: [] } : { kind: "path", paths };
  };

  /** `Path(…).parents[1]` is `Path(…).parent.parent`; `null` for what is none, or where the item is not known. */
  const ofParents = (node: RawNode, paths: readonly string[], scope: Scope): CodeValue | null => {
    const [list, item] = namedOf(node);
    const object = list?.type === "attribute" ? fieldOf(list, "object") : null;
    const isParents = paths.some((path) => /^pathlib\.\w*Path\b.*\.parents\[\]$/.test(path));
    if (!isParents || object === null || item?.type !== "integer") return null;
    const above = paths.map((path) => path.replace(/\.parents\[\]$/, ".parent"));
    let made = value(object, scope);
    for (let left = Math.min(Number(text(item)), mostParents); left >= 0; left -= 1) {
      made = { kind: "call", paths: above, on: made, arguments: [] };
    }
    return made;
  };

  const ofItem = (node: RawNode, scope: Scope): CodeValue => {
    const constant = resolver.constant(node, scope);
    if (constant !== null) return { kind: "text", parts: [constant], isBytes: false };
    const paths = resolver.paths(node, scope).map(({ path }) => path);
    const parent = ofParents(node, paths, scope);
    if (parent !== null) return parent;
    if (paths.some((path) => !path.startsWith("?"))) return { kind: "path", paths };
    return { kind: "other", parts: namedOf(node).map((one) => value(one, scope)) };
  };

  const ofOperation = (node: RawNode, scope: Scope): CodeValue => {
    const constant = resolver.constant(node, scope);
    if (constant !== null) return { kind: "text", parts: [constant], isBytes: false };
    const held = operandsOf(node).map((one) => value(one, scope));
    if (operatorOf(node) === "/") return quotientOf(held, spanOf(node));
    if (operatorOf(node) !== "+" || held.every(({ kind }) => kind !== "text")) return { kind: "other", parts: held };
    const [first] = held;
    return together(held, first?.kind === "text" && first.isBytes);
  };

  /** One text of many, as long as not too much is copied: then each stays what it is, within one text. */
  const together = (held: readonly (string | CodeValue)[], isBytes: boolean): TextValue => {
    for (const one of held) if (typeof one !== "string" && one.kind === "text") copied += lengthOf(one);
    if (copied > mostCopied) return textOf(held.slice(0, mostParts), isBytes);
    const parts = held.flatMap((one) => (typeof one !== "string" && one.kind === "text" ? one.parts : [one]));
    return textOf(parts.slice(0, mostParts), isBytes);
  };

  const call = (node: RawNode, scope: Scope): CodeValue => {
    const constant = resolver.constant(node, scope);
    if (constant !== null) return { kind: "text", parts: [constant], isBytes: false };
    const made = readCall(node, scope);
    return made.paths.includes("builtins.dict") && made.arguments.every(({ name }) => name !== null)
      ? {
          kind: "dict",
          entries: made.arguments.map(({ name, value: held, span }) => ({ key: name, value: held, span })),
        }
      : made;
  };

  const readCall = (node: RawNode, scope: Scope): CallValue => {
    const callee = fieldOf(node, "function");
    const object = callee?.type === "attribute" ? fieldOf(callee, "object") : null;
    return {
      kind: "call",
      paths: callee === null ? ["?"] : resolver.paths(callee, scope).map(({ path }) => path),
      on: object === null ? null : value(object, scope),
      arguments: readArguments(fieldOf(node, "arguments"), scope),
    };
  };

  const readArguments = (list: RawNode | null, scope: Scope): readonly CodeArgument[] => {
    if (list === null) return [];
    if (list.type !== "argument_list") return [{ name: null, star: "", value: value(list, scope), span: spanOf(list) }];
    return namedOf(list).map((one) =>
      one.type === "keyword_argument" ? readKeyword(one, scope) : readPositional(one, scope),
    );
  };

  const readKeyword = (node: RawNode, scope: Scope): CodeArgument => {
    const [name, held] = [fieldOf(node, "name"), fieldOf(node, "value")];
    return {
      name: name === null ? null : text(name),
      star: "",
      value: held === null ? unknown : value(held, scope),
      span: spanOf(held ?? node),
    };
  };

  const readPositional = (node: RawNode, scope: Scope): CodeArgument => {
    const star = node.type === "list_splat" ? "*" : node.type === "dictionary_splat" ? "**" : "";
    const held = star === "" ? node : (firstOf(node) ?? node);
    return { name: null, star, value: value(held, scope), span: spanOf(node) };
  };

  return { value, call: readCall };
}
