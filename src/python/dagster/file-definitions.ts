import { doubtOf } from "../evaluate/doubt.ts";
import type { ModuleRecord } from "../evaluate/machine.ts";
import type { NativeCall, Value } from "../evaluate/value.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { formOf } from "./forms.ts";
import { mayBeDefinitions } from "./location-targets.ts";
import { mergedDefinitions, refusedDefinitions, unknownDefinitions } from "./make-dagster.ts";
import { definitionsOf, isLoadable, listObjects, mayHoldMore } from "./module-loaders.ts";

/** What a Python file in a folder of definitions gives, as `PythonFileComponent` in dagster/components/core/defs_module.py loads it. */
export function definitionsOfFile(record: ModuleRecord, call: NativeCall): DagsterValue {
  const unknown = unknownDefinitions(`what \`${record.path}\` has is not all known`, call);
  const values = [...record.scope.names.values()];
  if (record.state === "failed" || values.some((one) => mayBeDefinitions(one) || isOpenList(one))) return unknown;
  const bound = values.flatMap(listDefinitions);
  const lazy = bound.filter(({ symbol }) => symbol === "definitions");
  const made = bound.filter(({ symbol }) => symbol !== "definitions");
  if (made.length > 1 || (lazy.length > 0 && made.length > 0))
    return refusedDefinitions(`\`${record.path}\` has more than one \`Definitions\` object`, call);
  if (bound.length > 0) return mergedDefinitions(bound, call);
  const objects = listObjects(record, isLoadable);
  const components = objects?.filter(({ symbol }) => symbol === "component_instance") ?? [];
  const others = objects?.filter((one) => !components.includes(one)) ?? null;
  if (others === null || others.some((one) => mayHoldMore(one))) return unknown;
  const own = definitionsOf(others, call);
  return components.length === 0 ? own : mergedDefinitions([unknown, own], call);
}

/** Of a list, where it holds nothing else. */
function listDefinitions(value: Value): readonly DagsterValue[] {
  const all = value.kind === "list" ? value.items : [value];
  return all.every(isDefinitions) ? all : [];
}

function isDefinitions(value: Value): value is DagsterValue {
  return value.kind === "dagster" && formOf(value) === "definitions";
}

function isOpenList(value: Value): boolean {
  return value.kind === "list" && doubtOf(value.doubts) !== null;
}
