import { argumentValue, hasUnknownArguments, positionals } from "./arguments.ts";
import { assignAttribute } from "./assign-attribute.ts";
import { readAttribute } from "./attribute.ts";
import { callValue } from "./call.ts";
import { integerOf, numberOf, orderOf, truthOf } from "./compare.ts";
import { copyValue } from "./copy-value.ts";
import { doubtOf } from "./doubt.ts";
import { makeSet } from "./evaluate.ts";
import { formatField } from "./format.ts";
import { isInstance } from "./is-instance.ts";
import { iterate } from "./iterate.ts";
import { addAll } from "./methods-of-dict.ts";
import { applyBinary } from "./operators.ts";
import { moduleOf } from "./scope.ts";
import { toRepresentation, toText } from "./show-value.ts";
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
  stringOf,
  type Value,
} from "./value.ts";

/** A function of Python that is known; `null` where its answer is not. */
export type KnownFunction = (call: NativeCall) => Value | null;

/** Wraps functions that only look at values by position. */
function pure(run: (values: readonly Value[], call: NativeCall) => Value | null): KnownFunction {
  return (call) => (hasUnknownArguments(call.arguments) ? null : run(positionals(call.arguments), call));
}

function text(value: string | null): Value | null {
  return value === null ? null : ofString(value);
}

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

export const builtinFunctions: Readonly<Record<string, KnownFunction>> = {
  __proto__: null as never,
  "builtins.str": pure(([value]) =>
    value === undefined ? ofString("") : value.kind === "path" ? { ...value, form: "str" } : text(toText(value)),
  ),
  "builtins.repr": pure(([value]) => (value === undefined ? null : text(toRepresentation(value)))),
  "builtins.int": pure(([value, base]) => {
    if (base !== undefined) return null;
    const number = numberOf(value);
    if (typeof number === "number") return ofInteger(Math.trunc(number));
    const digits = stringOf(value)?.trim();
    return digits !== undefined && /^[+-]?\d{1,15}$/.test(digits) ? ofInteger(Number(digits)) : null;
  }),
  "builtins.float": pure(([value]) => {
    const number = numberOf(value);
    return typeof number === "number" ? { kind: "constant", constant: { type: "float", value: number } } : null;
  }),
  "builtins.bool": pure(([value]) => {
    const truth = value === undefined ? false : truthOf(value);
    return truth === null ? null : ofBoolean(truth);
  }),
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
  "builtins.zip": pure((values, call) => {
    const all = values.map((value) => items(value, call));
    const known = all.filter((one) => one !== null);
    if (known.length < all.length) return null;
    const count = known.length === 0 ? 0 : Math.min(...known.map((one) => one.length));
    const rows = Array.from({ length: count }, (_, index) => ofTuple(known.map((one) => one[index] ?? none)));
    return ofList(rows, call.machine.frame);
  }),
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
  "builtins.abs": pure(([value]) => {
    const number = integerOf(value);
    return number === null ? null : ofInteger(Math.abs(number));
  }),
  "builtins.round": pure(([value, digits]) => {
    const number = numberOf(value);
    if (typeof number !== "number" || digits !== undefined) return null;
    // A half goes to the even one.
    const floor = Math.floor(number);
    const isHalf = number - floor === 0.5;
    return ofInteger(isHalf ? floor + Math.abs(floor % 2) : Math.round(number));
  }),
  "builtins.divmod": pure(([left, right]) => {
    const [a, b] = [integerOf(left), integerOf(right)];
    if (a === null || b === null || b === 0) return null;
    const quotient = Math.floor(a / b);
    return ofTuple([ofInteger(quotient), ofInteger(a - b * quotient)]);
  }),
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
  "builtins.chr": pure(([value]) => {
    const code = integerOf(value);
    return code === null || code < 0 || code > 0x10ffff ? null : ofString(String.fromCodePoint(code));
  }),
  "builtins.ord": pure(([value]) => {
    const point = stringOf(value)?.codePointAt(0);
    return point === undefined ? null : ofInteger(point);
  }),
  "builtins.format": pure(([value, format]) =>
    value === undefined ? null : text(formatField(value, null, stringOf(format) ?? "")),
  ),
  "builtins.isinstance": pure(([value, type]) =>
    value === undefined || type === undefined ? null : isInstance(value, type),
  ),
  "builtins.getattr": pure(([owner, name, fallback], call) => {
    const attribute = stringOf(name);
    if (owner === undefined || attribute === null) return null;
    if (owner.kind === "module" && !owner.record.scope.names.has(attribute)) return fallback ?? null;
    if (owner.kind === "instance" || owner.kind === "class" || owner.kind === "module" || owner.kind === "task")
      return readAttribute(owner, attribute, call.node, call.scope, call.machine);
    return owner.kind === "external" && fallback === undefined
      ? { kind: "external", name: `${owner.name}.${attribute}` }
      : null;
  }),
  "builtins.setattr": pure(([owner, name, value], call) => {
    const attribute = stringOf(name);
    if (owner === undefined || attribute === null || value === undefined) return null;
    if (!["instance", "dag", "task", "module", "class"].includes(owner.kind)) return null;
    assignAttribute(owner, attribute, value, call.node, call.scope, call.machine);
    return none;
  }),
  "builtins.callable": pure(([value]) =>
    value?.kind === "function" || value?.kind === "class" ? ofBoolean(true) : null,
  ),
  "builtins.globals": ({ machine, scope }) => ({
    kind: "dict",
    entries: new Map(),
    doubts: { born: machine.frame, all: [] },
    globalsOf: moduleOf(scope).record,
  }),
  "builtins.locals": ({ machine, scope }) =>
    scope.kind === "module"
      ? { kind: "dict", entries: new Map(), doubts: { born: machine.frame, all: [] }, globalsOf: scope.record }
      : { kind: "made", by: "builtins.locals", arguments: [], text: "locals()" },
  "builtins.object": ({ text: written, arguments: given }) => ({
    kind: "made",
    by: "builtins.object",
    arguments: given,
    text: written,
  }),
  "builtins.staticmethod": pure(([value]) => mark(value, "__staticmethod__")),
  "builtins.classmethod": pure(([value]) => mark(value, "__classmethod__")),
  "builtins.property": pure(([value]) => mark(value, "__property__")),
  "builtins.open": (call) => {
    const [path] = positionals(call.arguments);
    const mode = stringOf(argumentValue(call.arguments, "mode", 1) ?? ofString("r"));
    return path?.kind === "path" && mode !== null && /^r[bt]?$/.test(mode) ? { ...path, form: "str" } : null;
  },
};

function mark(value: Value | undefined, name: string): Value | null {
  if (value?.kind !== "function") return null;
  value.attributes.set(name, none);
  return value;
}
