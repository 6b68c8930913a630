import { type Document, isAlias, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from "yaml";
import { positionals } from "./arguments.ts";
import { type Machine, step } from "./machine.ts";
import { none, ofBoolean, ofDict, ofFloat, ofInteger, ofList, ofString } from "./make-values.ts";
import { readOpen } from "./paths.ts";
import { hashOf } from "./show-value.ts";
import type { DictEntry, NativeCall, Value } from "./value.ts";
import { stringOf } from "./value-contents.ts";

const longest = 500_000;

/** Of `json.load` and its like: what they take. */
const taken = { "json.load": "file", "json.loads": "text", "yaml.load": "either", "yaml.safe_load": "either" } as const;

/** The data of an open JSON or YAML file of the repository, or of text that is known; `null` where it is not. */
export function readData(name: keyof typeof taken, call: NativeCall): Value | null {
  const [source] = positionals(call.arguments);
  const isFile = source?.kind === "path" && source.opened !== undefined;
  if (taken[name] === (isFile ? "text" : "file")) return null;
  const text = isFile ? readOpen(source, call.machine) : stringOf(source);
  // A hook or loader of one's own can make anything of it.
  const isPlain = call.arguments
    .slice(1)
    .every(({ value }) => value.kind === "external" && value.name.startsWith("yaml."));
  if (text === null || text.length > longest || !isPlain) return null;
  step(call.machine, Math.ceil(text.length / 100));
  if (name.startsWith("json.")) {
    const data = parseJson(text);
    if (data === undefined) return null;
    // To JavaScript `1.0` and `1` are one number, and keys that look like numbers come first.
    if (!/\d[.eE]|"\d+"\s*:/.test(text)) return fromJson(data, call);
    const document = parseDocument(text, { version: "1.2", schema: "core", uniqueKeys: false });
    return document.errors.length > 0 ? null : fromYaml(document.contents, document, call, 0);
  }
  // YAML 1.1, as PyYAML reads it.
  const document = parseDocument(text, { version: "1.1", schema: "yaml-1.1", uniqueKeys: false });
  return document.errors.length > 0 ? null : fromYaml(document.contents, document, call, 0);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function fromJson(data: unknown, call: NativeCall): Value | null {
  step(call.machine);
  if (data === null) return none;
  if (typeof data === "string") return ofString(data);
  if (typeof data === "boolean") return ofBoolean(data);
  if (typeof data === "number") return Number.isSafeInteger(data) ? ofInteger(data) : null;
  const { frame } = call.machine;
  if (Array.isArray(data)) {
    const items = data.map((one) => fromJson(one, call));
    return items.every((one) => one !== null) ? ofList(items, frame) : null;
  }
  if (typeof data !== "object") return null;
  const entries: (readonly [string, DictEntry])[] = [];
  for (const [key, one] of Object.entries(data)) {
    const value = fromJson(one, call);
    if (value === null) return null;
    entries.push([`str:${key}`, { key: ofString(key), value }]);
  }
  return ofDict(entries, frame);
}

function fromYaml(node: unknown, document: Document, call: NativeCall, depth: number): Value | null {
  step(call.machine);
  if (node === null || node === undefined) return none;
  if (depth > 50) return null;
  const inner = (one: unknown): Value | null => fromYaml(one, document, call, depth + 1);
  if (isAlias(node)) return inner(node.resolve(document));
  if (isScalar(node)) return fromScalar(node.value, String(node.source ?? ""));
  const { frame } = call.machine;
  if (isSeq(node)) {
    const items = node.items.map(inner);
    return items.every((one) => one !== null) ? ofList(items, frame) : null;
  }
  return isMap(node) ? fromMap(node, inner, call.machine) : null;
}

/** What `<<` takes from another map gives way to what the map has itself. */
function fromMap({ items }: YAMLMap, read: (node: unknown) => Value | null, machine: Machine): Value | null {
  const merged: (readonly [string, DictEntry])[] = [];
  const own: (readonly [string, DictEntry])[] = [];
  for (const pair of items) {
    const [key, value] = [read(pair.key), read(pair.value)];
    const hash = key === null ? null : hashOf(key, machine);
    if (key === null || value === null || hash === null) return null;
    if (hash !== "str:<<") own.push([hash, { key, value }]);
    else if (value.kind === "dict") merged.push(...value.entries);
    else return null;
  }
  return ofDict([...merged, ...own], machine.frame);
}

function fromScalar(value: unknown, source: string): Value | null {
  if (value === null) return none;
  if (typeof value === "string") return ofString(value);
  // To PyYAML a single letter is a text.
  if (typeof value === "boolean") return /^[yYnN]$/.test(source) ? ofString(source) : ofBoolean(value);
  if (typeof value !== "number") return null;
  if (/^[-+]?\d+$/.test(source) && !/^[-+]?0\d/.test(source))
    return Number.isSafeInteger(value) ? ofInteger(value) : null;
  return /^[-+]?\d+\.\d+$/.test(source) ? ofFloat(value) : null;
}
