import { initialiseBase } from "../airflow/custom-operators.ts";
import { orderOfBases } from "./class.ts";
import { callFunction } from "./function.ts";
import { native, none } from "./make-values.ts";
import type { Scope } from "./scope.ts";
import type { ClassValue, Value } from "./value.ts";

/** `super()` inside a method: what the bases of its class have. */
export function superOf(scope: Scope): Value | null {
  let inside: Scope | null = scope;
  while (inside !== null && inside.kind !== "function") inside = inside.parent;
  let around = inside?.parent ?? null;
  while (around !== null && around.kind !== "class") around = around.parent;
  const owner = around?.names.get("__class__");
  const self = inside === null ? undefined : [...inside.names.values()][0];
  if (owner?.kind !== "class" || self === undefined) return null;
  return native(
    "super",
    () => none,
    (name) => memberOf(owner, self, name),
  );
}

function memberOf(owner: ClassValue, self: Value, name: string): Value | null {
  const own = self.kind === "instance" ? self.class : self.kind === "class" ? self : owner;
  const order = orderOfBases(own);
  const next = order.slice(order.indexOf(owner) + 1).find((base) => base.members.has(name));
  if (next !== undefined) {
    const found = next.members.get(name);
    if (found?.kind === "function" && found.attributes.has("__property__")) return null;
    if (found?.kind === "function") {
      return native(name, (call) =>
        callFunction(found, [{ name: null, value: self, place: call.place, text: "self" }, ...call.arguments], call),
      );
    }
  }
  if (name !== "__init__") return null;
  return native(name, (call) => initialiseBase(owner, self, call));
}
