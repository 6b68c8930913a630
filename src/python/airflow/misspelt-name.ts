import { findNearest } from "../../formats/did-you-mean.ts";
import { type Machine, step } from "../evaluate/machine.ts";

/** The argument that is meant by one that is not taken; `null` where it is near to none. */
export function misspeltName(name: string, taken: readonly string[], machine: Machine): string | null {
  step(machine, 20); // it is compared with many
  return name.length > 64 ? null : findNearest(name, taken);
}
