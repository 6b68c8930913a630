import { positionals } from "./arguments.ts";
import type { NativeCall, Value } from "./value.ts";

/** A function of Python that is known; `null` where its answer is not. */
export type KnownFunction = (call: NativeCall) => Value | null;

/** Wraps functions that only look at values by position. */
export function pure(run: (values: readonly Value[], call: NativeCall) => Value | null): KnownFunction {
  return (call) => (call.arguments.every((one) => one.name === null) ? run(positionals(call.arguments), call) : null);
}
