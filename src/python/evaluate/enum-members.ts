import type { ClassDefinition } from "../syntax/ast.ts";
import { hasAny } from "./class.ts";
import { isAlike } from "./join-values.ts";
import { type Machine, raise, surprise } from "./machine.ts";
import { none, ofInteger, ofList, ofString, unknown } from "./make-values.ts";
import type { Scope } from "./scope.ts";
import type { ClassValue, NativeCall, Value } from "./value.ts";
import { integerOf } from "./value-contents.ts";

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
  const values: Value[] = [];
  const autos = new Map<Value, Value>();
  for (const name of made.fields) {
    const written = made.members.get(name);
    if (written === undefined || name.startsWith("_") || written.kind === "function") continue;
    const isAuto = written.kind === "made" && written.by === "enum.auto";
    // One `auto()` has one value, though a second name may be given it.
    const counted = isAuto ? (autos.get(written) ?? autoValue(name, made, values)) : written;
    if (isAuto) autos.set(written, counted);
    const value = isOwn ? unknown(name) : counted;
    values.push(value);
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
  const isClear = ![...made.members.values()].some(mayBeMethod);
  made.members.set("__members__", isClear ? ofList(members, machine.frame) : unknown("__members__"));
}

/** A function is a method, whatever name it is given, and no member. */
function mayBeMethod(value: Value): boolean {
  const written = value.kind === "instance" ? value.attributes.get("value") : undefined;
  return (
    written?.kind === "native" || (written?.kind === "external" && !/^builtins\.|(^|\.)[A-Z]\w*$/.test(written.name))
  );
}

/** A name that two members have is refused. */
export function refuseTwins({ body, namePlace }: ClassDefinition, { members }: ClassValue, scope: Scope): void {
  if (members.has("_ignore_")) return;
  const names = body.flatMap((statement) => {
    const [target] = statement.kind === "assign" && statement.value !== null ? statement.targets : [];
    return target?.kind === "name" && !target.id.startsWith("_") ? [target.id] : [];
  });
  const last = new Map(names.map((name, at) => [name, at]));
  const twice = names.find((name, at) => last.get(name) !== at && members.get(name)?.kind === "constant");
  if (twice !== undefined) raise("TypeError", `'${twice}' is already a member`, namePlace, scope, true);
}

/** What the call of an enumeration gives: the member that has the value. */
export function memberOfValue(
  { name, members }: ClassValue,
  { arguments: given, place, scope, machine }: NativeCall,
): Value {
  const [one, ...others] = given;
  if (one === undefined) raise("TypeError", `${name}() is given no value`, place, scope, true);
  const all = members.get("__members__");
  const found = (all?.kind === "list" ? all.items : []).find(
    (member) => member.kind === "instance" && isAlike(member.attributes.get("value") ?? none, one.value),
  );
  return found !== undefined && one.name === null && others.length === 0 ? found : surprise(machine, place, scope);
}

/** What `auto()` stands for: the next number, or the name in small letters. Python 3.13 counts from the highest, others from the last. */
function autoValue(name: string, { bases }: ClassValue, before: readonly Value[]): Value {
  const [base] = bases;
  const kind = bases.length === 1 && base?.kind === "external" ? base.name : null;
  if (kind === "enum.StrEnum" && /^\w+$/.test(name)) return ofString(name.toLowerCase());
  const numbers = before.map(integerOf);
  const last = numbers.length === 0 ? 0 : (numbers.at(-1) ?? null);
  const isHighest = numbers.every((one) => one !== null && last !== null && one <= last);
  return /^enum\.(Int)?Enum$/.test(kind ?? "") && isHighest && last !== null ? ofInteger(last + 1) : unknown(name);
}
