import { setDagAttribute } from "../airflow/dag-attributes.ts";
import { setTaskAttribute } from "../airflow/task-attributes.ts";
import { noteFrozen } from "../dagster/refused/odd-classes.ts";
import { argumentValue } from "./arguments.ts";
import { doubtCall } from "./call.ts";
import { findMember, orderOfBases } from "./class.ts";
import { truthOf } from "./compare.ts";
import { noteChange } from "./doubt.ts";
import { assign, type Machine, raise, unassign } from "./machine.ts";
import { unknown } from "./make-values.ts";
import type { Site } from "./site.ts";
import { noteUnknownUse } from "./unknown-use.ts";
import type { ClassValue, InstanceValue, Value } from "./value.ts";

/** Whether no code of the class runs when it is set. */
function isPlainAttribute({ class: own }: InstanceValue, name: string): boolean {
  const member = findMember(own, name);
  const isSetter = member?.kind === "unknown" || (member?.kind === "function" && member.attributes.has("__property__"));
  return !isSetter && findMember(own, "__setattr__") === undefined;
}

/** Of `@dataclass(frozen=True)`. */
function isFrozen({ decorators }: ClassValue): boolean {
  return decorators.some((one) => {
    const given =
      one.kind === "made" && one.by === "dataclasses.dataclass" ? argumentValue(one.arguments, "frozen") : undefined;
    return given !== undefined && truthOf(given) === true;
  });
}

/** `del owner.name` */
export function removeAttribute(owner: Value, name: string, machine: Machine): void {
  if (owner.kind === "class") unassign(machine, owner.scope, name);
  else if (owner.kind === "module") unassign(machine, owner.record.scope, name);
  else if (owner.kind === "instance" && machine.frame === null) owner.attributes.delete(name);
  else noteUnknownUse([owner], `\`.${name}\` of it is deleted`, machine);
}

export function assignAttribute(owner: Value, name: string, value: Value, site: Site): void {
  const { place, scope, machine } = site;
  switch (owner.kind) {
    case "instance": {
      if (orderOfBases(owner.class).some(isFrozen))
        raise("FrozenInstanceError", `cannot assign to field '${name}'`, place, scope);
      noteFrozen(owner, name, site);
      noteChange(owner.doubts, machine.frame);
      const isPlain = isPlainAttribute(owner, name);
      owner.attributes.set(name, isPlain ? value : unknown(name, true));
      if (!isPlain) doubtCall(`.${name} =`, [{ name: null, value, place, text: name }], site);
      return;
    }
    case "dag":
      setDagAttribute(owner, name, value, site);
      return;
    case "task":
      setTaskAttribute(owner, name, value, machine);
      return;
    case "xcom":
      for (const task of owner.tasks) setTaskAttribute(task, name, value, machine);
      return;
    case "function":
      owner.attributes.set(name, machine.frame === null ? value : unknown(name, true));
      return;
    case "class":
      assign(machine, owner.scope, name, value);
      return;
    case "module":
      assign(machine, owner.record.scope, name, value);
      return;
    case "constant":
    case "list":
    case "tuple":
    case "dict":
    case "set":
      if (machine.surroundings.isPackaged !== true && !name.startsWith("__"))
        raise("AttributeError", "there is no such attribute", place, scope);
      return;
    default:
      noteUnknownUse([owner, value], `it is kept in \`.${name}\` of something that is not known`, machine);
  }
}
