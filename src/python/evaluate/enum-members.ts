import { hasAny } from "./class.ts";
import { isAlike } from "./join-values.ts";
import type { Machine } from "./machine.ts";
import { none, ofList, ofString, unknown } from "./make-values.ts";
import type { ClassValue, Value } from "./value.ts";

const enumeration = /^enum\.(Str|Int|Re(?=pr))?(Enum|prEnum)$/;

/** Whether a class is an enumeration by one of its bases. */
export function isEnumeration(bases: readonly Value[]): boolean {
  return bases.some((base) =>
    base.kind === "class" ? base.members.has("__members__") : base.kind === "external" && enumeration.test(base.name),
  );
}

/** The members of an enumeration are instances with a name and a value. */
export function makeMembers(made: ClassValue, machine: Machine): void {
  const members: Value[] = [];
  const isOwn = hasAny(made, ["__new__", "_generate_next_value_"]);
  for (const name of made.fields) {
    const written = made.members.get(name);
    if (written === undefined || name.startsWith("_")) continue;
    const value = isOwn ? unknown(name) : written;
    // A second name for a value is no member of its own.
    const twin = members.find((one) => one.kind === "instance" && isAlike(one.attributes.get("value") ?? none, value));
    if (twin !== undefined) {
      made.members.set(name, twin);
      continue;
    }
    const attributes = new Map([
      ["name", ofString(name)],
      ["value", value],
    ]);
    const member: Value = { kind: "instance", class: made, attributes, doubts: { born: machine.frame, all: [] } };
    made.members.set(name, member);
    members.push(member);
  }
  made.members.set("__members__", ofList(members, machine.frame));
}
