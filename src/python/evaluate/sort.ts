import { noteMisuse } from "../dagster/note-misuse.ts";
import { argumentValue } from "./arguments.ts";
import { callValue } from "./call.ts";
import { orderOf, truthOf } from "./compare.ts";
import { ofBoolean } from "./make-values.ts";
import type { NativeCall, Value } from "./value.ts";
import { isNone } from "./value-contents.ts";

/** As `sorted()` does, with `key` and `reverse`; `null` where the order is not known. */
export function sortValues(items: readonly Value[], call: NativeCall): readonly Value[] | null {
  const [key, reverse] = [argumentValue(call.arguments, "key"), argumentValue(call.arguments, "reverse")];
  const isReversed = truthOf(reverse ?? ofBoolean(false));
  if (isReversed === null) return null;
  const keyed = items.map((item) => ({ item, by: keyOf(item, key, call) }));
  for (const { by } of keyed) noteMisuse(by, call.machine);
  if (keyed.some(({ by }) => keyed.some((other) => by !== other.by && orderOf(by, other.by) === null))) return null;
  const compare = (a: { by: Value }, b: { by: Value }): number => orderOf(a.by, b.by) ?? 0;
  const sorted = isReversed
    ? keyed
        .toReversed()
        .sort((a, b) => compare(a, b))
        .reverse()
    : keyed.toSorted(compare);
  return sorted.map(({ item }) => item);
}

/** What an item is compared by: what `key` makes of it. */
export function keyOf(item: Value, key: Value | undefined, call: NativeCall): Value {
  if (key === undefined || isNone(key)) return item;
  return callValue(key, [{ name: null, value: item, place: call.place, text: "" }], call);
}
