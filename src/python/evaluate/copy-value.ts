import type { Doubts } from "./doubt.ts";
import type { Value } from "./value.ts";

/** A copy whose changes leave the original alone. */
export function copyValue(value: Value, isDeep: boolean, depth = 0): Value {
  const inner = (one: Value): Value => (isDeep && depth < 20 ? copyValue(one, true, depth + 1) : one);
  if (value.kind === "list") return { ...value, items: value.items.map(inner), doubts: copyDoubts(value.doubts) };
  if (value.kind === "tuple") return { ...value, items: value.items.map(inner) };
  if (value.kind === "set") return { ...value, items: new Map(value.items), doubts: copyDoubts(value.doubts) };
  if (value.kind !== "dict" || value.globalsOf !== null) return value;
  const entries = [...value.entries].map(
    ([hash, entry]) => [hash, { key: entry.key, value: inner(entry.value) }] as const,
  );
  return { ...value, entries: new Map(entries), doubts: copyDoubts(value.doubts), views: [] };
}

function copyDoubts({ born, all }: Doubts): Doubts {
  return { born, all: [...all] };
}
