import { externalBase } from "../evaluate/class.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import type { Value } from "../evaluate/value.ts";
import type { TaskValue } from "./dag-values.ts";

/**
 * The tasks whose results a value holds, as `XComArg.iter_xcom_references` finds them. `null` where it may hold more
 * than can be seen.
 */
export function referencesIn(value: Value, depth = 0): readonly TaskValue[] | null {
  if (depth > 30) return null;
  const all = (values: readonly Value[]): readonly TaskValue[] | null => {
    const found = values.map((one) => referencesIn(one, depth + 1));
    return found.every((one) => one !== null) ? found.flat() : null;
  };
  switch (value.kind) {
    case "xcom":
      return value.tasks;
    case "list":
      return doubtOf(value.doubts) === null ? all(value.items) : null;
    case "tuple":
      return all(value.items);
    case "set":
      return all([...value.items.values()]);
    case "dict":
      return doubtOf(value.doubts) === null ? all([...value.entries.values()].map((entry) => entry.value)) : null;
    case "task":
      // A task that is passed on is looked into: what its own templates hold.
      return value.templateFields === null
        ? null
        : all(value.arguments.filter((one) => value.templateFields?.includes(one.name ?? "")).map((one) => one.value));
    case "unknown":
      return value.isForeign || all(value.candidates)?.length !== 0 ? null : [];
    case "made":
      return value.by === "mapped-argument" ? all(value.arguments.map((one) => one.value)) : [];
    case "instance":
      // Only operators are looked into, and results of a class of one's own are not known.
      return externalBase(value.class) === null ? [] : null;
    default:
      return [];
  }
}
