import { hasAny } from "./class.ts";
import type { Doubts } from "./doubt.ts";
import type { DictEntry, Value } from "./value.ts";

type Inner = (value: Value) => Value;

/** A copy whose changes leave the original alone. What is in it is shared. */
export function copyValue(value: Value, inner: Inner = (one) => one): Value {
  if (value.kind === "list") return { ...value, items: value.items.map(inner), doubts: copyDoubts(value.doubts) };
  if (value.kind === "tuple") return { ...value, items: value.items.map(inner) };
  if (value.kind === "set") return { ...value, items: new Map(value.items), doubts: copyDoubts(value.doubts) };
  if (value.kind !== "dict" || value.globalsOf !== null) return value;
  const entries = [...value.entries].map(([hash, { key, value: one }]): [string, DictEntry] => [
    hash,
    { key, value: inner(one) },
  ]);
  return { ...value, entries: new Map(entries), doubts: copyDoubts(value.doubts), views: [] };
}

/** What `copy.deepcopy()` gives for itself. */
const whole: ReadonlySet<Value["kind"]> = new Set([
  "constant",
  "path",
  "external",
  "made",
  "function",
  "native",
  "class",
  "unknown",
]);

/** `copy.deepcopy()`: what is met twice is copied once. `null` for what has a way of its own, such as a task. */
export function copyDeeply(value: Value): Value | null {
  const copies = new Map<Value, Value>();
  let isKnown = true;
  const inner = (one: Value, depth: number): Value => {
    const known = copies.get(one);
    if (known !== undefined || whole.has(one.kind)) return known ?? one;
    if (one.kind === "instance" && one.class.members.has("__members__")) return one;
    if (depth > 20 || !isCopied(one)) {
      isKnown = false;
      return one;
    }
    const copied =
      one.kind === "instance"
        ? { ...one, attributes: new Map(one.attributes), doubts: copyDoubts(one.doubts) }
        : copyValue(one, (item) => inner(item, depth + 1));
    copies.set(one, copied);
    if (copied.kind === "instance")
      for (const [name, attribute] of copied.attributes) copied.attributes.set(name, inner(attribute, depth + 1));
    return copied;
  };
  const copied = inner(value, 0);
  return isKnown ? copied : null;
}

function isCopied(value: Value): boolean {
  if (value.kind === "instance")
    return !hasAny(value.class, [
      "__deepcopy__",
      "__copy__",
      "__reduce__",
      "__reduce_ex__",
      "__getstate__",
      "__setstate__",
    ]);
  return value.kind === "list" || value.kind === "tuple" || value.kind === "dict" || value.kind === "set";
}

function copyDoubts({ born, all }: Doubts): Doubts {
  return { born, all: [...all] };
}
