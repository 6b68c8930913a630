import { findMember, orderOfBases } from "../evaluate/class.ts";
import { doubtAll } from "../evaluate/machine.ts";
import type { InstanceValue, NativeCall, Value } from "../evaluate/value.ts";

/** What pydantic takes for a field of a plain type as it is, by the type of the constant. */
const plain: Readonly<Record<string, RegExp>> = {
  __proto__: null as never,
  int: /^int$/,
  float: /^(int|float)$/,
  str: /^str$/,
  bool: /^bool$/,
};

/** Fields of a resource or a config that keep it from being made: of a plain type and neither given nor with a default, or given another. */
export function noteOddFields({ class: made }: InstanceValue, { arguments: given, machine }: NativeCall): void {
  const own = `\`${made.name.slice(0, 60)}\``;
  if (given.some(({ name }) => name === null)) doubtAll(machine, `${own} is given what has no name`);
  if (given.some(({ name }) => name === null || name.startsWith("*"))) return;
  const fields = orderOfBases(made).flatMap((one) => [...one.annotations]);
  for (const [name, annotation] of fields) {
    const type = annotation.kind === "name" ? plain[annotation.id] : undefined;
    const value = given.find((one) => one.name === name)?.value;
    if (type === undefined || (value === undefined ? findMember(made, name) !== undefined : isOf(type, value)))
      continue;
    const problem = value === undefined ? "made without" : "given another value than it takes for";
    doubtAll(machine, `${own} is ${problem} \`${name.slice(0, 60)}\``);
  }
}

function isOf(type: RegExp, value: Value): boolean {
  return value.kind !== "constant" || type.test(value.constant.type);
}
