import { keyOf, keyText } from "../dagster/asset-keys.ts";
import { externalBase, hasAny } from "./class.ts";
import type { Machine } from "./machine.ts";
import type { ClassValue, Value } from "./value.ts";

/** What `str()` gives; `null` where it is not known. */
export function toText(value: Value): string | null {
  if (value.kind === "constant" && value.constant.type === "str") return value.constant.value;
  return toRepresentation(value);
}

/** What `repr()` gives; `null` where it is not known. */
export function toRepresentation(value: Value): string | null {
  switch (value.kind) {
    case "constant":
      return representConstant(value.constant);
    case "list":
      return value.doubts.all.length > 0 || value.type !== undefined ? null : join("[", value.items, "]");
    case "tuple":
      return value.items.length === 1 ? join("(", value.items, ",)") : join("(", value.items, ")");
    case "dict": {
      if (value.doubts.all.length > 0 || value.globalsOf !== null) return null;
      const parts = [...value.entries.values()].map((entry) => {
        const [key, one] = [toRepresentation(entry.key), toRepresentation(entry.value)];
        return key === null || one === null ? null : `${key}: ${one}`;
      });
      return parts.every((part) => part !== null) ? `{${parts.join(", ")}}` : null;
    }
    default:
      return null;
  }
}

function join(open: string, items: readonly Value[], close: string): string | null {
  const parts = items.map(toRepresentation);
  return parts.every((part) => part !== null) ? `${open}${parts.join(", ")}${close}` : null;
}

function representConstant(constant: Extract<Value, { kind: "constant" }>["constant"]): string | null {
  switch (constant.type) {
    case "str":
      return representString(constant.value);
    case "int":
      return String(constant.value);
    case "float":
      return representFloat(constant.value);
    case "bool":
      return constant.value ? "True" : "False";
    case "none":
      return "None";
    case "ellipsis":
      return "Ellipsis";
    case "bytes":
      return null;
  }
}

export function representFloat(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) return null;
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function representString(text: string): string | null {
  if (!/^[ -~]*$/.test(text)) return null; // what is printable is a long table
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll("\\", "\\\\");
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

/** Equal for keys that Python holds for equal; `null` for what cannot be a key, or is not known. */
export function hashOf(value: Value, machine: Machine): string | null {
  switch (value.kind) {
    case "constant": {
      const { constant } = value;
      if (constant.type === "bool") return `n:${constant.value ? 1 : 0}`;
      if (constant.type === "int" || constant.type === "float") return `n:${constant.value}`;
      return "value" in constant ? `${constant.type}:${constant.value}` : constant.type;
    }
    case "tuple": {
      const parts = value.items.map((item) => hashOf(item, machine));
      return parts.every((part) => part !== null) ? `t:${JSON.stringify(parts)}` : null;
    }
    case "path":
      return `p:${value.form}:${value.path}`;
    case "external":
      return `e:${value.name}`;
    case "dagster": {
      if (!value.symbol.startsWith("AssetKey")) return `o:${identityOf(value, machine)}`;
      const key = keyOf(value);
      return key === null ? null : `k:${keyText(key)}`;
    }
    case "instance":
      return isOneOfAKind(value.class) ? `o:${identityOf(value, machine)}` : null;
    case "native":
      // A method is another object whenever it is read, and equal to itself.
      return value.factory === null ? null : `o:${identityOf(value, machine)}`;
    case "unknown":
    case "made":
    case "list":
    case "dict":
    case "set":
      return null;
    default:
      return `o:${identityOf(value, machine)}`;
  }
}

/** Whether its instances are equal to themselves alone. */
function isOneOfAKind(one: ClassValue): boolean {
  const base = externalBase(one);
  const isPlain = base === null || /^enum\.(Enum|Flag)$/.test(base);
  return isPlain && !isEqualByFields(one) && !hasAny(one, ["__eq__", "__hash__"]);
}

function isEqualByFields(one: ClassValue): boolean {
  return (
    one.isDataclass ||
    one.bases.some((base) =>
      base.kind === "class" ? isEqualByFields(base) : base.kind !== "external" || !plainBases.test(base.name),
    )
  );
}

/** Bases whose instances are equal to themselves alone. */
const plainBases = /^(builtins\.object|abc\.ABC|typing\.(Generic|Protocol)|enum\.(Enum|Flag))$/;

function identityOf(value: object, machine: Machine): number {
  const known = machine.identities.get(value);
  if (known !== undefined) return known;
  machine.identities.set(value, machine.identities.size);
  return machine.identities.size - 1;
}
