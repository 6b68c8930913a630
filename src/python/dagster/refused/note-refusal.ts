import type { NativeCall } from "../../evaluate/value.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { makeDagster } from "../make-dagster.ts";

/** Notes that Dagster refuses a definition as soon as it is made, so that the module cannot be imported. */
export function noteRefusal(message: string, value: DagsterValue, { machine }: Pick<NativeCall, "machine">): void {
  machine.surprises += 1; // it raises
  machine.excused += 1; // which is told
  machine.dagster.refusals.push({ message, value });
}

/** Notes that a call raises, whatever it would have given. */
export function noteRefusedCall(message: string, call: NativeCall): void {
  noteRefusal(message, makeDagster("(refused)", call), call);
}
