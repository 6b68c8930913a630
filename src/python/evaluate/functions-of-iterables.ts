import { argumentValue, hasUnknownArguments, positionals } from "./arguments.ts";
import { orderOf } from "./compare.ts";
import { copyValue } from "./copy-value.ts";
import { doubtOf } from "./doubt.ts";
import { makeSet } from "./evaluate.ts";
import { decisive, enumerate, filter, map, zip } from "./functions-of-iterators.ts";
import { iterate } from "./iterate.ts";
import { mannerOf, ofItems, ofIterator, pullOf } from "./iterators.ts";
import { type KnownFunction, pure } from "./known-function.ts";
import { raise } from "./machine.ts";
import { ofDict, ofInteger, ofList, ofString, ofTuple } from "./make-values.ts";
import { addAll } from "./methods-of-dict.ts";
import { applyBinary } from "./operators.ts";
import { keyOf, sortValues } from "./sort.ts";
import type { NativeCall, Value } from "./value.ts";
import { integerOf } from "./value-contents.ts";

function items(value: Value | undefined, call: NativeCall): readonly Value[] | null {
  return value === undefined ? [] : iterate(value, call.machine);
}

function extreme(direction: 1 | -1): KnownFunction {
  return (call) => {
    const values = positionals(call.arguments);
    const all = values.length === 1 ? items(values[0], call) : values;
    if (all === null || call.arguments.some(({ name }) => name !== null && name !== "key")) return null;
    const key = argumentValue(call.arguments, "key");
    const [first, ...rest] = all.map((item) => ({ item, by: keyOf(item, key, call) }));
    if (first === undefined) return null;
    let best = first;
    for (const one of rest) {
      const order = orderOf(one.by, best.by);
      if (order === null) return null;
      if (order * direction > 0) best = one;
    }
    return best.item;
  };
}

/** Python's own functions that make, or go through, lists and the like. */
export const iterableFunctions: Readonly<Record<string, KnownFunction>> = {
  __proto__: null as never,
  "builtins.len": pure(([value], call) => {
    if (value?.kind === "generator") raise("TypeError", "what has no length is measured", call.place, call.scope);
    if (value?.kind === "set" && doubtOf(value.doubts) === null) return ofInteger(value.items.size);
    const all = value === undefined ? null : items(value, call);
    return all === null ? null : ofInteger(all.length);
  }),
  "builtins.range": pure((values, { machine }) => {
    const numbers = values.map(integerOf);
    const [first, second, stride = 1] = numbers;
    if (numbers.includes(null) || first === undefined || first === null || stride === null || stride === 0) return null;
    const [from, to] = second === undefined || second === null ? [0, first] : [first, second];
    const count = Math.max(0, Math.ceil((to - from) / stride));
    if (count > machine.limits.steps) return null;
    const numbersOf = Array.from({ length: count }, (_, index) => ofInteger(from + index * stride));
    return { ...ofList(numbersOf, machine.frame), type: "range" };
  }),
  "builtins.enumerate": enumerate,
  "builtins.zip": zip,
  "builtins.list": pure(([value], call) => {
    const all = items(value, call);
    return all === null ? null : ofList(all, call.machine.frame);
  }),
  "builtins.iter": pure(([value, ...more], { machine }) => {
    if (value?.kind === "generator" || value === undefined || more.length > 0)
      return more.length > 0 ? null : (value ?? null);
    const pull = pullOf(value, machine);
    return pull === null ? null : ofIterator(pull, machine, mannerOf([value], false));
  }),
  "builtins.next": pure(([value, fallback], { machine, place, scope }) => {
    if (value?.kind !== "generator" || value.isWhole) return null;
    const item = value.pull(machine);
    if (item === undefined && fallback === undefined)
      return raise("StopIteration", "there is no next item", place, scope);
    return item === undefined ? (fallback ?? null) : item;
  }),
  "builtins.tuple": pure(([value], call) => {
    const all = items(value, call);
    return all === null ? null : ofTuple(all);
  }),
  "builtins.set": pure(([value], call) => {
    if (value?.kind === "set") return copyValue(value);
    const all = items(value, call);
    return all === null ? null : makeSet(all, call.machine);
  }),
  "builtins.frozenset": pure(([value], call) => {
    const all = items(value, call);
    return all === null ? null : makeSet(all, call.machine);
  }),
  "builtins.dict": (call) => {
    const dict = ofDict([], call.machine.frame);
    if (hasUnknownArguments(call.arguments)) return null;
    for (const value of positionals(call.arguments)) if (!addAll(dict, value, call.machine)) return null;
    for (const { name, value } of call.arguments)
      if (name !== null) dict.entries.set(`str:${name}`, { key: ofString(name), value });
    return dict;
  },
  "builtins.sorted": (call) => {
    const [value] = positionals(call.arguments);
    const all =
      value?.kind === "set" && doubtOf(value.doubts) === null ? [...value.items.values()] : items(value, call);
    const sorted = all === null ? null : sortValues(all, call);
    return sorted === null ? null : ofList(sorted, call.machine.frame);
  },
  "builtins.reversed": pure(([value], call) => {
    const all = items(value, call);
    if (value === undefined || value.kind === "generator" || all === null) return null;
    const backwards = all.toReversed();
    return ofItems(() => backwards, call.machine, mannerOf([value], false));
  }),
  "builtins.sum": pure(([value, start], call) => {
    const all = items(value, call);
    if (all === null) return null;
    return all.reduce((total, one) => applyBinary("+", total, one, call), start ?? ofInteger(0));
  }),
  "builtins.min": extreme(-1),
  "builtins.max": extreme(1),
  "builtins.any": decisive(true),
  "builtins.all": decisive(false),
  "builtins.map": map,
  "builtins.filter": filter,
};
