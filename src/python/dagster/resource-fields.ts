import { findMember, orderOfBases } from "../evaluate/class.ts";
import { doubtAll } from "../evaluate/machine.ts";
import type { InstanceValue, NativeCall } from "../evaluate/value.ts";

/** A field of a plain type that is neither given nor has a default keeps Dagster from making the resource. */
export function noteMissingFields({ class: made }: InstanceValue, { arguments: given, machine }: NativeCall): void {
  if (given.some(({ name }) => name === null || name.startsWith("*"))) return;
  const fields = orderOfBases(made).flatMap((one) => [...one.annotations]);
  const missing = fields.find(([name, annotation]) => {
    const isPlain = annotation.kind === "name" && /^(int|float|str|bool)$/.test(annotation.id);
    return isPlain && findMember(made, name) === undefined && !given.some((one) => one.name === name);
  });
  if (missing === undefined) return;
  const shown = [made.name, missing[0]].map((name) => `\`${name.slice(0, 60)}\``);
  doubtAll(machine, `a resource of the class ${shown[0]} is made without ${shown[1]}`);
}
