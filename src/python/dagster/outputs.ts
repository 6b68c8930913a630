import { argumentValue, hasUnknownArguments } from "../evaluate/arguments.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import { PythonRaise } from "../evaluate/python-raise.ts";
import type { GivenArgument, NativeCall, Value } from "../evaluate/value.ts";
import { integerOf, isNone, stringOf } from "../evaluate/value-contents.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { makeDagster } from "./make-dagster.ts";

/**
 * What is handed on inside of a graph, as dagster/_core/definitions/composition.py has it. `output` is one, `outputs` are several, by their
 * names; `dynamic output` must be mapped or collected first; `some output` is one of which no more is known.
 */
export type OutputSymbol = "output" | "dynamic output" | "outputs" | "some output";

export interface OutputName {
  readonly name: string;
  readonly isDynamic: boolean;
}

export function isOutput(value: Value): boolean {
  return value.kind === "dagster" && /^(dynamic |some )?output$/.test(value.symbol);
}

export function makeOutput(symbol: OutputSymbol, call: NativeCall, inner: readonly GivenArgument[] = []): DagsterValue {
  return makeDagster(symbol, { ...call, arguments: inner });
}

/** What the call of an op or graph gives, which may be nothing. */
export function outputsOfCall(outs: readonly OutputName[] | null, call: NativeCall): DagsterValue | null {
  if (outs === null) return makeOutput("some output", call);
  const made = outs.map(({ name, isDynamic }) => ({
    name,
    value: makeOutput(isDynamic ? "dynamic output" : "output", call),
    place: call.place,
    text: name,
  }));
  const [first] = made;
  return made.length === 1 && first !== undefined
    ? first.value
    : made.length === 0
      ? null
      : makeOutput("outputs", call, made);
}

/** What an op or graph gives out; `null` where that is not known. */
export function outputNames({
  symbol,
  arguments: given,
  base,
  composition,
}: DagsterValue): readonly OutputName[] | null {
  if (symbol === ".configured") return base === null ? null : outputNames(base);
  if ((symbol !== "op" && symbol !== "graph") || hasUnknownArguments(given)) return null;
  const out = argumentValue(given, "out");
  if (out !== undefined && !isNone(out)) return declaredOutputs(out);
  if (symbol === "op") return [{ name: "result", isDynamic: false }];
  const result = composition?.result ?? null;
  if (result === null || isNone(result)) return result === null ? null : [];
  const isOne = result.kind === "dagster" && /^(dynamic )?output$/.test(result.symbol);
  return isOne ? [{ name: "result", isDynamic: result.symbol === "dynamic output" }] : null;
}

/** What `out` says: one, or several by name. */
export function declaredOutputs(out: Value): readonly OutputName[] | null {
  if (out.kind === "dagster") return [{ name: "result", isDynamic: out.symbol === "DynamicOut" }];
  if (out.kind !== "dict" || doubtOf(out.doubts) !== null) return null;
  const names = [...out.entries.values()].flatMap(({ key, value }) => {
    const name = stringOf(key);
    return name === null || value.kind !== "dagster" ? [] : [{ name, isDynamic: value.symbol === "DynamicOut" }];
  });
  return names.length < out.entries.size ? null : names;
}

/** `x, y = op()`: the outputs one by one; `null` where they are not known. Throws `PythonRaise` for what is one alone. */
export function unpackOutputs(value: DagsterValue): readonly Value[] | null {
  if (value.symbol === "outputs") return value.arguments.map((one) => one.value);
  if (isOutput(value) && value.symbol !== "some output")
    throw refusedUse(value, "DagsterInvariantViolationError", "is one output, and cannot be taken apart");
  return null;
}

/** `outputs[0]`; `null` where it is not known. */
export function outputAt(value: DagsterValue, index: Value): Value | null {
  const at = integerOf(index);
  const found = at === null ? undefined : unpackOutputs(value)?.at(at);
  if (found !== undefined || value.symbol !== "outputs") return found ?? null;
  if (at === null && stringOf(index) === null) return null;
  throw refusedUse(value, at === null ? "TypeError" : "IndexError", "has no such output by this index");
}

export function refusedUse({ text, place, path }: DagsterValue, type: string, what: string): PythonRaise {
  return new PythonRaise(type, `\`${text.slice(0, 60)}\` ${what}`, place, path, true);
}
