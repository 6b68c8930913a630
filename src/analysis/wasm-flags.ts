import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8's optimising compiler from WebAssembly, for the whole process: it costs more than it gains, half of the time of a short check and
 * a quarter of the memory of a long one. What was compiled before this is said is not kept from it.
 */
export function preferQuickWasm(): void {
  for (const flag of flags) setFlagsFromString(flag);
}

/** The last two are what the first stands for at the start of a process; said later, it alone changes nothing. */
const flags = ["--liftoff-only", "--no-wasm-tier-up", "--no-wasm-dynamic-tiering"];
