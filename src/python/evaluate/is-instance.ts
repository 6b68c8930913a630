import { ofBoolean } from "./make-values.ts";
import type { Value } from "./value.ts";

/** `isinstance` for the types of Python itself; `null` where it is not known. */
export function isInstance(value: Value, type: Value): Value | null {
  const types = type.kind === "tuple" ? type.items : [type];
  const own = typeOf(value);
  if (own === null) return null;
  const answers = types.map((one) => {
    if (one.kind === "class") return value.kind === "instance" ? derives(value.class, one) : false;
    if (one.kind !== "external") return null;
    if (one.name === "builtins.object") return true;
    if (!one.name.startsWith("builtins."))
      return own.startsWith("builtins.") && /^(airflow|datetime|pathlib)\./.test(one.name) ? false : null;
    if (own === "instance") return null; // its class may come from it
    return own === one.name || (own === "builtins.bool" && one.name === "builtins.int");
  });
  return answers.includes(true) ? ofBoolean(true) : answers.includes(null) ? null : ofBoolean(false);
}

function derives(one: Extract<Value, { kind: "class" }>, from: Value, depth = 0): boolean | null {
  if (one === from) return true;
  if (depth > 20) return null;
  return one.bases.some((base) => base.kind === "class" && derives(base, from, depth + 1) === true);
}

function typeOf(value: Value): string | null {
  switch (value.kind) {
    case "constant":
      return value.constant.type === "none" ? "builtins.NoneType" : `builtins.${value.constant.type}`;
    case "list":
      return value.type === "dict_view" ? null : `builtins.${value.type ?? "list"}`;
    case "tuple":
    case "dict":
    case "set":
      return `builtins.${value.kind}`;
    case "path":
      return value.form === "str" ? "builtins.str" : "pathlib.Path";
    case "instance":
      return "instance";
    default:
      return null;
  }
}
