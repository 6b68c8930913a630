import { ofString } from "../evaluate/make-values.ts";
import type { GivenArgument, NativeCall, Value } from "../evaluate/value.ts";
import type { DagsterValue } from "./dagster-values.ts";

export function makeDagster(symbol: string, call: NativeCall, base: DagsterValue | null = null): DagsterValue {
  return {
    kind: "dagster",
    symbol,
    arguments: call.arguments,
    base,
    callee: null,
    composition: null,
    born: call.machine.frame,
    place: call.place,
    namePlace: call.place,
    path: call.scope.record.path,
    text: call.text,
  };
}

/** Arguments by name that nobody wrote. */
export function argumentsNamed(values: Readonly<Record<string, Value>>, call: NativeCall): readonly GivenArgument[] {
  return Object.entries(values).map(([name, value]) => ({ name, value, place: call.place, text: "" }));
}

/** Definitions of which nothing is known but why. */
export function unknownDefinitions(reason: string, call: NativeCall): DagsterValue {
  return makeDagster("(unknown)", { ...call, arguments: [], text: reason });
}

/** Definitions that Dagster would not make. */
export function refusedDefinitions(message: string, call: NativeCall): DagsterValue {
  return makeDagster("(refused)", { ...call, arguments: [], text: message });
}

export function mergedDefinitions(all: readonly DagsterValue[], call: NativeCall): DagsterValue {
  const given = all.map((value) => ({ name: null, value, place: call.place, text: "" }));
  return makeDagster("Definitions.merge", { ...call, arguments: given });
}

export function assetKeyOf(text: string, call: NativeCall): DagsterValue {
  const given = argumentsNamed({ user_string: ofString(text) }, call);
  return makeDagster("AssetKey.from_user_string", { ...call, arguments: given });
}
