import { fieldOf, namedOf, type RawNode } from "../syntax/raw-node.ts";
import { type FoldInner, join, wholeNumber } from "./fold-text.ts";

type TextOf = (node: RawNode) => string;

/** `"%s-%d" % ("a", 1)`; `null` where anything but `%s` and `%d` stands in it. */
export function foldPercent(node: RawNode, text: TextOf, inner: FoldInner): string | null {
  const [form, given] = [inner(fieldOf(node, "left")), fieldOf(node, "right")];
  if (form === null || given === null) return null;
  const values = (given.type === "tuple" ? namedOf(given) : [given]).map((one) => foldValue(one, text, inner));
  let used = 0;
  const parts = splitBy(form, /%[sd%]/g).map((part): string | null => {
    if (part === "%%") return "%";
    if (part !== "%s" && part !== "%d") return part.includes("%") ? null : part;
    used += 1;
    return values[used - 1] ?? null;
  });
  return used === values.length ? join(parts) : null;
}

/** A method of a text that gives a text, `str("…")` and `chr(101)`. */
export function foldCall(node: RawNode, text: TextOf, inner: FoldInner): string | null {
  const [callee, list] = [fieldOf(node, "function"), fieldOf(node, "arguments")];
  if (callee === null || list?.type !== "argument_list") return null;
  const given = namedOf(list);
  if (callee.type === "identifier") return foldFunction(text(callee), given, text, inner);
  const method = callee.type === "attribute" ? fieldOf(callee, "attribute") : null;
  const name = method === null ? "" : text(method);
  const on = methods.has(name) ? inner(fieldOf(callee, "object")) : null;
  if (on === null) return null;
  if (name === "format") return foldFields(on, given, text, inner);
  return foldMethod(on, name, given, inner);
}

function foldFunction(name: string, given: readonly RawNode[], text: TextOf, inner: FoldInner): string | null {
  const [first, ...more] = given;
  if (first === undefined || more.length > 0) return null;
  if (name === "str") return foldValue(first, text, inner);
  return name === "chr" && first.type === "integer" ? letterOf(wholeNumber(text(first))) : null;
}

function foldMethod(on: string, name: string, given: readonly RawNode[], inner: FoldInner): string | null {
  const [first, second] = given;
  if (given.length === 0) return /code$/.test(name) ? on : (changes.get(name)?.(on) ?? null);
  if (given.length === 2) return name === "replace" ? replaceIn(on, inner(first), inner(second)) : null;
  if (name === "join") return foldJoin(on, first, inner);
  return /code$/.test(name) && isPlainEncoding(inner(first)) ? on : null;
}

const changes: ReadonlyMap<string, (on: string) => string> = new Map([
  ["strip", (on) => on.trim()],
  ["lstrip", (on) => on.trimStart()],
  ["rstrip", (on) => on.trimEnd()],
  ["lower", (on) => on.toLowerCase()],
  ["upper", (on) => on.toUpperCase()],
]);

const methods: ReadonlySet<string> = new Set([...changes.keys(), "join", "format", "replace", "encode", "decode"]);

function isPlainEncoding(name: string | null): boolean {
  return name !== null && /^(?:utf-?8|ascii|latin-?1)$/i.test(name);
}

function letterOf(number: string | null): string | null {
  const point = Number(number ?? "-1");
  return point >= 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : null;
}

function foldJoin(separator: string, parts: RawNode | undefined, inner: FoldInner): string | null {
  if (parts === undefined || !/^(list|tuple|set)$/.test(parts.type)) return null;
  return join(namedOf(parts).map(inner), separator);
}

function replaceIn(on: string, from: string | null, to: string | null): string | null {
  return from === null || to === null || from === "" ? null : join(on.split(from), to);
}

/** `"{}-{name}".format("a", name="b")`; `null` where a field has a form, or a part of its value is asked for. */
function foldFields(form: string, given: readonly RawNode[], text: TextOf, inner: FoldInner): string | null {
  const named = new Map<string, RawNode>();
  const inOrder: RawNode[] = [];
  for (const one of given) {
    const [name, value] = [fieldOf(one, "name"), fieldOf(one, "value")];
    if (one.type !== "keyword_argument") inOrder.push(one);
    else if (name !== null && value !== null) named.set(text(name), value);
  }
  let used = 0;
  const parts = splitBy(form, /\{\{|\}\}|\{\w{0,50}\}/g).map((part): string | null => {
    if (part === "{{" || part === "}}") return part.charAt(0);
    const field = /^\{(\w*)\}$/.exec(part)?.[1];
    if (field === undefined) return /[{}]/.test(part) ? null : part;
    const value = field === "" ? inOrder[used++] : /^\d+$/.test(field) ? inOrder[Number(field)] : named.get(field);
    return value === undefined ? null : foldValue(value, text, inner);
  });
  return join(parts);
}

function foldValue(node: RawNode, text: TextOf, inner: FoldInner): string | null {
  return node.type === "integer" ? wholeNumber(text(node)) : inner(node);
}

/** The text between the marks, and the marks. */
function splitBy(text: string, marks: RegExp): readonly string[] {
  const parts: string[] = [];
  let end = 0;
  for (const { 0: mark, index } of text.matchAll(marks)) {
    parts.push(text.slice(end, index), mark);
    end = index + mark.length;
  }
  parts.push(text.slice(end));
  return parts;
}
