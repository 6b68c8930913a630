import { assign, doubtAll, type Machine, type ModuleRecord } from "./machine.ts";
import { none } from "./make-values.ts";
import type { DictValue, Value } from "./value.ts";
import { stringOf } from "./value-contents.ts";

/** Binds names of a module through its `globals()`; with `null`, nobody knows which. */
export function bindGlobals(record: ModuleRecord | null, dict: DictValue | null, machine: Machine): Value {
  if (record === null || dict === null) {
    doubtAll(machine, "`globals()` is changed in a way that is not known");
    return none;
  }
  for (const { key, value } of dict.entries.values()) {
    const name = stringOf(key);
    if (name !== null) assign(machine, record.scope, name, value);
  }
  return none;
}
