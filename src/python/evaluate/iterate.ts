import { unpackOutputs } from "../dagster/outputs.ts";
import { doubtOf } from "./doubt.ts";
import { doubtAll, doubtLoad, type Machine, step } from "./machine.ts";
import { ofString } from "./make-values.ts";
import type { GeneratorValue, Value } from "./value.ts";

/** The items of something that can be iterated over; `null` where they are not all known. */
export function iterate(value: Value, machine: Machine): readonly Value[] | null {
  const items = itemsOf(value, machine);
  if (items !== null) step(machine, items.length);
  return items;
}

function drain({ pull }: GeneratorValue, machine: Machine): readonly Value[] | null {
  const items: Value[] = [];
  for (let item = pull(machine); item !== undefined; item = pull(machine)) {
    if (item === null) return null;
    items.push(item);
  }
  return items;
}

function itemsOf(value: Value, machine: Machine): readonly Value[] | null {
  switch (value.kind) {
    case "list":
      return doubtOf(value.doubts) === null ? [...value.items] : null;
    case "tuple":
      return value.items;
    case "set":
      // The order of a set of strings differs from run to run.
      return doubtOf(value.doubts) === null && value.items.size < 2 ? [...value.items.values()] : null;
    case "dict":
      if (doubtOf(value.doubts) !== null || value.globalsOf !== null) return null;
      return [...value.entries.values()].map((entry) => entry.key);
    case "constant":
      if (value.constant.type === "str") return [...value.constant.value].map(ofString);
      if (value.constant.type !== "bytes" && machine.surroundings.isPackaged === true)
        doubtAll(machine, "whether what is no container is gone through is not known");
      if (value.constant.type !== "bytes") doubtLoad(machine, "what is no container may be gone through");
      return null;
    case "function":
    case "dag":
    case "task":
      doubtLoad(machine, "what is no container may be gone through");
      return null;
    case "generator":
      return drain(value, machine);
    case "path":
      if (value.opened !== undefined) value.opened.isRead = true;
      return null;
    case "dagster":
      return unpackOutputs(value);
    case "class": {
      const members = value.members.get("__members__");
      return members?.kind === "list" ? members.items : null;
    }
    default:
      return null;
  }
}
