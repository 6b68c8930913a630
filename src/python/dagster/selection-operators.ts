import { textOf } from "../evaluate/machine.ts";
import type { Site } from "../evaluate/site.ts";
import type { Value } from "../evaluate/value.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { formOf } from "./forms.ts";

/** `|`, `&` and `-` of selections and conditions; `null` for what is not of Dagster. */
export function combineSelections(
  operator: string,
  left: Value,
  right: Value,
  { place, scope, machine }: Site,
): DagsterValue | null {
  if (left.kind !== "dagster" && right.kind !== "dagster") return null;
  const isOther = [left, right].some((one) => one.kind === "dagster" && formOf(one) !== null);
  if (isOther || !/^[|&-]$/.test(operator)) return null;
  return {
    kind: "dagster",
    symbol: operator,
    arguments: [left, right].map((value) => ({ name: null, value, place, text: "" })),
    base: null,
    callee: null,
    composition: null,
    born: machine.frame,
    place,
    namePlace: place,
    path: scope.record.path,
    text: textOf(place, scope),
  };
}
