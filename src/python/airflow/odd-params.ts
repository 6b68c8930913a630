import { argumentsOf, hasUnknownArguments } from "../evaluate/arguments.ts";
import type { MadeValue, NativeCall, Value } from "../evaluate/value.ts";
import { schemaOf } from "../param-schema.ts";
import { refuse } from "./add-task.ts";
import { anyOf, isOutside } from "./outside-schema.ts";
import { symbolOf } from "./symbols.ts";

/** Whether one of a DAG's `params` surely has no default, or one that its schema does not take; `null` where that is not known. */
export function hasOddDefault(params: Value | undefined): boolean | null {
  return anyOf(argumentsOf(params).map(({ value }) => isOdd(value)));
}

/** Notes what Airflow refuses of `Param(…)`: of what it takes by its place Airflow 2 has no `source`. */
export function checkParam({ arguments: given, machine, scope }: NativeCall): void {
  const tooMany = given.filter(({ name }) => name === null)[machine.surroundings.airflow];
  const place = { path: scope.record.path, place: tooMany?.place ?? { start: 0, end: 0 } };
  if (tooMany !== undefined) refuse(machine, "TypeError", "too many positional arguments", place);
}

/** Whether one of them is, or has for its default, what Airflow 3 refuses, as it cannot be written as JSON. */
export function holdsNoJson(params: Value | undefined): boolean {
  return argumentsOf(params).some(
    ({ value }) => isNoJson(value) || (isParam(value) && value.arguments.some((one) => isNoJson(one.value))),
  );
}

/** Whether it surely cannot be written as JSON, or, being of a package, most likely not. */
export function isNoJson(value: Value): boolean {
  switch (value.kind) {
    case "set":
    case "function":
    case "external":
    case "class":
    case "instance":
      return true;
    case "made":
      return value.by.startsWith("datetime.") || /^(?:airflow\.sdk\.DagParam|builtins\.object)$/.test(value.by);
    case "constant":
      return value.constant.type === "bytes" || value.constant.type === "ellipsis";
    case "list":
    case "tuple":
      return value.items.some(isNoJson);
    case "dict":
      return [...value.entries.values()].some(({ key, value: one }) => key.kind === "tuple" || isNoJson(one));
    default:
      return false;
  }
}

function isParam(value: Value): value is MadeValue {
  return value.kind === "made" && symbolOf(value.by) === "Param";
}

function isOdd(param: Value): boolean | null {
  if (!isParam(param) || hasUnknownArguments(param.arguments)) return false;
  const { schema, default: given } = schemaOf(param);
  if (given === undefined || given === "none") return given === "none";
  return schema === undefined ? null : isOutside(schema, given.value);
}
