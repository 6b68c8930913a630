import { externalBase } from "../evaluate/class.ts";
import { native, none } from "../evaluate/make-values.ts";
import type { ClassValue, Value } from "../evaluate/value.ts";

const mark = "(at launch)";

/** `Class.configure_at_launch(…)` of a resource: an instance that gets its config only when it runs. */
export function resourceMethod(owner: ClassValue, name: string): Value | null {
  if (name !== "configure_at_launch" || !/^dagster\.Configurable/.test(externalBase(owner) ?? "")) return null;
  return native(name, ({ machine, arguments: given }) => ({
    kind: "instance",
    class: owner,
    attributes: new Map<string, Value>([
      [mark, none],
      ...given.flatMap((one) => (one.name === null ? [] : [[one.name, one.value] as const])),
    ]),
    doubts: { born: machine.frame, all: [] },
  }));
}

/** Whether a resource gets its config only when it runs. */
export function isPartial(value: Value): boolean {
  if (value.kind === "dagster") return value.symbol.endsWith(".configure_at_launch");
  return value.kind === "instance" && value.attributes.has(mark);
}
