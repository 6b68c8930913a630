import { argumentValue, hasUnknownArguments, positionals } from "./arguments.ts";
import { callValue } from "./call.ts";
import { truthOf } from "./compare.ts";
import type { Frame } from "./doubt.ts";
import { doubtMade, leave, mannerOf, ofIterator, type Pull, pullOf } from "./iterators.ts";
import { type KnownFunction, pure } from "./known-function.ts";
import type { Machine } from "./machine.ts";
import { ofBoolean, ofInteger, ofTuple } from "./make-values.ts";
import { attempt } from "./run-doubtfully.ts";
import type { NativeCall, Value } from "./value.ts";
import { integerOf, isNone } from "./value-contents.ts";

function call1(callee: Value, values: readonly Value[], call: NativeCall): Value {
  const given = values.map((value) => ({ name: null, value, place: call.place, text: "" }));
  return callValue(callee, given, call);
}

export const enumerate: KnownFunction = ({ arguments: given, machine }) => {
  const [source] = positionals(given);
  const start = integerOf(argumentValue(given, "start", 1) ?? ofInteger(0));
  if (source === undefined || start === null || hasUnknownArguments(given)) return null;
  const pull = pullOf(source, machine);
  if (pull === null) return null;
  let at = start;
  const next: typeof pull = (asking) => {
    const item = pull(asking);
    return item === undefined || item === null ? item : ofTuple([ofInteger(at++), item]);
  };
  return ofIterator(next, machine, mannerOf([source], false));
};

export const zip: KnownFunction = ({ arguments: given, machine }) => {
  const sources = positionals(given);
  const pulls = sources.map((source) => pullOf(source, machine)).filter((pull) => pull !== null);
  if (hasUnknownArguments(given) || pulls.length < sources.length) return null;
  const isStrict = given.some((one) => one.name === "strict");
  let rows = 0;
  const frames = new Map<Pull, Frame>();
  const end = (ended: Pull, asked: number, asking: Machine): void => {
    const frame = frames.get(ended);
    if (frame !== undefined) frame.isSettled = true;
    if (isStrict) asking.surprises += 1; // it may raise
    // Those behind the one that ended were asked as often as there are rows.
    for (const source of rows === 0 ? sources.slice(0, asked) : sources) leave(source, asking);
  };
  const next: Pull = (asking) => {
    const row: Value[] = [];
    for (const [index, pull] of pulls.entries()) {
      const source = sources[index];
      const isFirst = source?.kind === "generator" && source.isWhole && !frames.has(pull);
      const item = isFirst ? pullPerhaps(pull, frames, asking) : pull(asking);
      if (item === undefined) end(pull, row.length, asking);
      if (item === undefined || item === null) return item;
      row.push(item);
    }
    rows += 1;
    return row.length === 0 ? undefined : ofTuple(row);
  };
  return ofIterator(next, machine, mannerOf(sources, false));
};

/** Runs a function that yields to its end, though it may be left before. */
function pullPerhaps(pull: Pull, frames: Map<Pull, Frame>, machine: Machine): ReturnType<Pull> {
  const done = attempt(machine, "a generator may not be run to its end", () => pull(machine));
  machine.journal?.push(...done.changes);
  frames.set(pull, done.frame);
  if (done.raised !== null) throw done.raised;
  return done.result;
}

export const map: KnownFunction = pure(([callee, ...sources], call) => {
  const pull = sources[0] === undefined ? null : pullOf(sources[0], call.machine);
  if (callee === undefined || pull === null || sources.length !== 1) return null;
  const next: typeof pull = (asking) => {
    const item = pull(asking);
    return item === undefined || item === null ? item : call1(callee, [item], { ...call, machine: asking });
  };
  return ofIterator(next, call.machine, mannerOf(sources, callee.kind !== "external"));
});

export const filter: KnownFunction = pure(([callee, source], call) => {
  const pull = source === undefined ? null : pullOf(source, call.machine);
  if (callee === undefined || source === undefined || pull === null) return null;
  const next: typeof pull = (asking) => {
    for (let item = pull(asking); item !== undefined; item = pull(asking)) {
      if (item === null) return null;
      const truth = truthOf(isNone(callee) ? item : call1(callee, [item], { ...call, machine: asking }));
      if (truth === null) return null;
      if (truth) return item;
    }
    return undefined;
  };
  return ofIterator(next, call.machine, mannerOf([source], callee.kind !== "external" && !isNone(callee)));
});

/** `any()` and `all()`, which ask no further once an item decides. */
export function decisive(wanted: boolean): KnownFunction {
  return pure(([source], { machine }) => {
    const pull = source === undefined ? null : pullOf(source, machine);
    return source === undefined || pull === null ? null : askUntil(wanted, source, pull, machine);
  });
}

function askUntil(wanted: boolean, source: Value, pull: Pull, machine: Machine): Value | null {
  let isKnown = true;
  for (let item = pull(machine); item !== undefined; item = pull(machine)) {
    const truth = item === null ? null : truthOf(item);
    if (truth === wanted && isKnown) leave(source, machine);
    if (truth === wanted) return ofBoolean(wanted);
    if (truth === null) {
      doubtHowFar(source, machine);
      isKnown = false;
    }
    if (item === null) return null;
  }
  return isKnown ? ofBoolean(!wanted) : null;
}

function doubtHowFar(source: Value, machine: Machine): void {
  if (source.kind === "generator" && source.isCode) doubtMade(machine, "how far a generator is run is not known");
}

/** `itertools.chain`: one source after the other, each gone through when it is its turn. */
export const chain: KnownFunction = ({ arguments: given, machine }) => {
  const sources = positionals(given);
  const isKnown = sources.every((one) => one.kind === "generator" || pullOf(one, machine) !== null);
  if (hasUnknownArguments(given) || !isKnown) return null;
  return ofIterator(inTurn(ofTuple(sources), machine), machine, mannerOf(sources, false));
};

/** `itertools.chain.from_iterable` */
export const chainFrom: KnownFunction = ({ arguments: given, machine }) => {
  const [source] = positionals(given);
  if (source === undefined || hasUnknownArguments(given) || pullOf(source, machine) === null) return null;
  const isOpen = source.kind === "generator";
  const inner = source.kind === "list" || source.kind === "tuple" ? source.items : [source];
  const manner = mannerOf(inner, isOpen);
  // What a generator gives may be one that runs to its end at once.
  return ofIterator(inTurn(source, machine), machine, isOpen ? { ...manner, isWhole: true } : manner);
};

function inTurn(sources: Value, machine: Machine): Pull {
  const outer = pullOf(sources, machine);
  let current: Pull | null = null;
  return (asking) => {
    for (;;) {
      const item = current?.(asking);
      if (item !== undefined) return item;
      const source = outer?.(asking);
      if (source === undefined || source === null) return source;
      current = pullOf(source, asking);
      if (current === null) return null;
    }
  };
}
