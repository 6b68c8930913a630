import { argumentValue, hasUnknownArguments, positionals } from "./arguments.ts";
import { callValue } from "./call.ts";
import { integerOf, orderOf, truthOf } from "./compare.ts";
import { copyValue } from "./copy-value.ts";
import { doubtOf } from "./doubt.ts";
import { makeSet } from "./evaluate.ts";
import { iterate } from "./iterate.ts";
import { type KnownFunction, pure } from "./known-function.ts";
import { addAll } from "./methods-of-dict.ts";
import { applyBinary } from "./operators.ts";
import { sortValues } from "./sort.ts";
import {
  isNone,
  type NativeCall,
  none,
  ofBoolean,
  ofDict,
  ofInteger,
  ofList,
  ofString,
  ofTuple,
  type Value,
} from "./value.ts";

function call1(callee: Value, values: readonly Value[], call: NativeCall): Value {
  const given = values.map((value) => ({ name: null, value, place: call.place, text: "" }));
  return callValue(callee, given, call.node, call.scope, call.machine);
}

function items(value: Value | undefined, call: NativeCall): readonly Value[] | null {
  return value === undefined ? [] : iterate(value, call.machine);
}

function extreme(direction: 1 | -1): KnownFunction {
  return pure((values, call) => {
    const all = values.length === 1 ? items(values[0], call) : values;
    if (all === null || all.length === 0 || call.arguments.some((one) => one.name !== null)) return null;
    let best = all[0];
    for (const one of all) {
      const order = best === undefined ? null : orderOf(one, best);
      if (order === null) return null;
      if (order * direction > 0) best = one;
    }
    return best ?? null;
  });
}

/** Python's own functions that make, or go through, lists and the like. */
export const iterableFunctions: Readonly<Record<string, KnownFunction>> = {
  __proto__: null as never,
  "builtins.len": pure(([value], call) => {
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
    return ofList(
      Array.from({ length: count }, (_, index) => ofInteger(from + index * stride)),
      machine.frame,
    );
  }),
  "builtins.enumerate": (call) => {
    const all = items(positionals(call.arguments)[0], call);
    const start = integerOf(argumentValue(call.arguments, "start", 1) ?? ofInteger(0));
    if (all === null || start === null || hasUnknownArguments(call.arguments)) return null;
    return ofList(
      all.map((item, index) => ofTuple([ofInteger(start + index), item])),
      call.machine.frame,
    );
  },
  "builtins.zip": (call) => {
    if (hasUnknownArguments(call.arguments)) return null;
    const all = positionals(call.arguments).map((value) => items(value, call));
    const known = all.filter((one) => one !== null);
    if (known.length < all.length) return null;
    const count = known.length === 0 ? 0 : Math.min(...known.map((one) => one.length));
    const rows = Array.from({ length: count }, (_, index) => ofTuple(known.map((one) => one[index] ?? none)));
    return ofList(rows, call.machine.frame);
  },
  "builtins.list": pure(([value], call) => {
    const all = items(value, call);
    return all === null ? null : ofList(all, call.machine.frame);
  }),
  "builtins.iter": pure(([value], call) => {
    const all = items(value, call);
    return all === null ? null : ofList(all, call.machine.frame);
  }),
  "builtins.tuple": pure(([value], call) => {
    const all = items(value, call);
    return all === null ? null : ofTuple(all);
  }),
  "builtins.set": pure(([value], call) => {
    if (value?.kind === "set") return copyValue(value, false);
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
    return all === null ? null : ofList(all.toReversed(), call.machine.frame);
  }),
  "builtins.sum": pure(([value, start], call) => {
    const all = items(value, call);
    if (all === null) return null;
    return all.reduce(
      (total, one) => applyBinary("+", total, one, call.node, call.scope, call.machine),
      start ?? ofInteger(0),
    );
  }),
  "builtins.min": extreme(-1),
  "builtins.max": extreme(1),
  "builtins.any": pure(([value], call) => {
    const truths = items(value, call)?.map(truthOf) ?? [null];
    return truths.includes(true) ? ofBoolean(true) : truths.includes(null) ? null : ofBoolean(false);
  }),
  "builtins.all": pure(([value], call) => {
    const truths = items(value, call)?.map(truthOf) ?? [null];
    return truths.includes(false) ? ofBoolean(false) : truths.includes(null) ? null : ofBoolean(true);
  }),
  "builtins.map": pure(([callee, ...sources], call) => {
    const [all] = sources.map((source) => items(source, call));
    if (callee === undefined || all === undefined || all === null || sources.length !== 1) return null;
    return ofList(
      all.map((item) => call1(callee, [item], call)),
      call.machine.frame,
    );
  }),
  "builtins.filter": pure(([callee, source], call) => {
    const all = items(source, call);
    if (callee === undefined || all === null) return null;
    const truths = all.map((item) => truthOf(isNone(callee) ? item : call1(callee, [item], call)));
    return truths.includes(null)
      ? null
      : ofList(
          all.filter((_, index) => truths[index] === true),
          call.machine.frame,
        );
  }),
};
