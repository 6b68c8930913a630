import { argument, argumentValue, hasUnknownArguments, positionals } from "./arguments.ts";
import { copyValue } from "./copy-value.ts";
import { doubtOf, noteChange } from "./doubt.ts";
import { bindGlobals } from "./globals.ts";
import { iterate } from "./iterate.ts";
import { doubtLoad, type Machine, raise, unassign } from "./machine.ts";
import { native, none, ofDict, ofList, ofString, ofTuple, putEntry, unknown } from "./make-values.ts";
import { hashOf } from "./show-value.ts";
import type { DictEntry, DictValue, ListValue, NativeCall, Value } from "./value.ts";
import { stringOf } from "./value-contents.ts";

/** A method of a dictionary. What is not known of the arguments makes the dictionary unknown. */
export function dictMethod(dict: DictValue, name: string): Value | null {
  const run = dict.globalsOf === null ? methods[name] : globalsMethods[name];
  if (run === undefined) return null;
  return native(name, (call) => {
    const isReader = readers.has(name);
    if (!isReader) noteDictChange(dict, call.machine);
    const isUnknown = hasUnknownArguments(call.arguments) || (isReader && doubtOf(dict.doubts) !== null);
    const result = isUnknown ? null : run(dict, call);
    if (result !== null) return result;
    call.machine.surprises += 1; // it may raise
    if (!isReader)
      dict.doubts.all.push({ reason: `what \`.${name}()\` does to a dictionary is not known`, frame: "always" });
    return unknown(
      call.text,
      [...dict.entries.values()].some(({ value }) => !["constant", "made"].includes(value.kind)),
    );
  });
}

type Method = (dict: DictValue, call: NativeCall) => Value | null;

const readers = new Set(["get", "keys", "values", "items", "copy"]);

const methods: Readonly<Record<string, Method>> = {
  __proto__: null as never,
  get: (dict, { arguments: given, machine }) => {
    const found = find(dict, positionals(given)[0], machine);
    return found === undefined ? (argumentValue(given, "default", 1) ?? none) : found;
  },
  keys: (dict, { machine }) => viewOf(dict, ({ key }) => key, machine),
  values: (dict, { machine }) => viewOf(dict, ({ value }) => value, machine),
  items: (dict, { machine }) => viewOf(dict, ({ key, value }) => ofTuple([key, value]), machine),
  copy: (dict) => copyValue(dict),
  setdefault: (dict, { arguments: given, machine }) => {
    const [key, value = none] = positionals(given);
    const found = find(dict, key, machine);
    if (found !== undefined) return found;
    const hash = key === undefined ? null : hashOf(key, machine);
    if (hash === null || key === undefined) return null;
    dict.entries.set(hash, { key, value });
    return value;
  },
  pop: (dict, { arguments: given, machine, place, scope }) => {
    const [key, fallback] = positionals(given);
    const hash = key === undefined ? null : hashOf(key, machine);
    const known = hash === null ? undefined : dict.entries.get(hash)?.value;
    if (hash === null || doubtOf(dict.doubts) !== null) {
      if (known === undefined && fallback === undefined) doubtLoad(machine, "what `pop()` asks for may not be there");
      return null;
    }
    const found = known ?? fallback;
    if (found === undefined) raise("KeyError", hash, place, scope);
    dict.entries.delete(hash);
    return found;
  },
  update: (dict, { arguments: given, machine }) => {
    for (const { name, value } of given) {
      if (name !== null) dict.entries.set(`str:${name}`, { key: ofString(name), value });
      else if (!addAll(dict, value, machine)) return null;
    }
    return none;
  },
  clear: (dict) => {
    dict.entries.clear();
    return none;
  },
};

function viewOf(dict: DictValue, pick: (entry: DictEntry) => Value, { frame }: Machine): Value {
  const view: ListValue = { ...ofList([...dict.entries.values()].map(pick), frame), type: "dict_view" };
  dict.views?.push(view);
  return view;
}

/** A dictionary is about to change, and what it gave out of its keys and values with it. */
export function noteDictChange(dict: DictValue, { frame }: Machine): void {
  noteChange(dict.doubts, frame);
  for (const { doubts } of dict.views?.splice(0) ?? [])
    doubts.all.push({ reason: "its dictionary was changed since", frame: "always" });
}

/** `null` as the answer of a look-up means that it is not known. */
function find(dict: DictValue, key: Value | undefined, machine: Machine): Value | null | undefined {
  const hash = key === undefined ? null : hashOf(key, machine);
  if (hash === null || doubtOf(dict.doubts) !== null) return null;
  return dict.entries.get(hash)?.value;
}

export function addAll(dict: DictValue, from: Value, machine: Machine): boolean {
  if (from.kind === "dict" && from.globalsOf === null) {
    if (doubtOf(from.doubts) !== null) return false;
    for (const [hash, entry] of from.entries) putEntry(dict.entries, hash, entry);
    return true;
  }
  for (const pair of iterate(from, machine) ?? [none]) {
    const [key, value] = iterate(pair, machine) ?? [];
    const hash = key === undefined ? null : hashOf(key, machine);
    if (hash === null || key === undefined || value === undefined) return false;
    putEntry(dict.entries, hash, { key, value });
  }
  return true;
}

/** What code does to its own `globals()`. */
const globalsMethods: Readonly<Record<string, Method>> = {
  __proto__: null as never,
  get: (dict, { arguments: given }) => {
    const name = stringOf(positionals(given)[0]);
    if (name === null || dict.globalsOf === null) return null;
    return dict.globalsOf.scope.names.get(name) ?? argumentValue(given, "default", 1) ?? none;
  },
  update: (dict, { arguments: given, machine }) => {
    if (dict.globalsOf === null) return null;
    const [from] = positionals(given);
    const collected = ofDict([], machine.frame);
    if (from !== undefined && !addAll(collected, from, machine)) return bindGlobals(dict.globalsOf, null, machine);
    for (const { name, value } of given)
      if (name !== null) collected.entries.set(`str:${name}`, { key: ofString(name), value });
    return bindGlobals(dict.globalsOf, collected, machine);
  },
  setdefault: (dict, { arguments: given, machine }) => {
    const [name, value] = [stringOf(positionals(given)[0]), argument(given, "default", 1)?.value];
    if (dict.globalsOf === null || name === null || value === undefined)
      return bindGlobals(dict.globalsOf, null, machine);
    const known = dict.globalsOf.scope.names.get(name);
    if (known !== undefined) return known;
    bindGlobals(dict.globalsOf, ofDict([[`str:${name}`, { key: ofString(name), value }]], machine.frame), machine);
    return value;
  },
  pop: (dict, { arguments: given, machine }) => {
    const name = stringOf(positionals(given)[0]);
    if (name === null || dict.globalsOf === null) return bindGlobals(dict.globalsOf, null, machine);
    const found = dict.globalsOf.scope.names.get(name) ?? none;
    unassign(machine, dict.globalsOf.scope, name);
    return found;
  },
  keys: () => null,
  values: () => null,
  items: () => null,
};
