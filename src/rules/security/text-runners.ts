import type { CallValue, CodeArgument } from "../../python/code/code-facts.ts";
import { argumentOf, constantText } from "./code-values.ts";

const timers = /^timeit\.(?:timeit|repeat|Timer)$/;
const others =
  /^code\.(?:InteractiveInterpreter\(\)\.(?:runsource|runcode)|InteractiveConsole\(\)\.(?:push|runsource|runcode))$|^(?:cProfile|profile|pdb)\.(?:run|runctx|runeval)$/;

/** Texts that a function runs as Python's code, but for `eval`, `exec` and `compile`: of `timeit`, `code`, profilers. */
export function ranTexts(call: CallValue): readonly CodeArgument[] {
  const isTimer = call.paths.some((path) => timers.test(path));
  if (!isTimer && !call.paths.some((path) => others.test(path))) return [];
  const given = [argumentOf(call, "stmt", 0) ?? argumentOf(call, "source", 0) ?? argumentOf(call, "statement", 0)];
  if (isTimer) given.push(argumentOf(call, "setup", 1));
  return given.filter((one) => one !== null);
}

const harmful =
  /\bos\s*\.\s*(?:system|popen|exec|spawn|posix_spawn|fork)|\bsubprocess\b|\bpty\b|__import__|\b(?:exec|eval|compile)\s*\(|\bfrom\s+(?:os|posix|builtins)\s+import\b/;

/** Whether such a function is given a text that starts programs or runs code. */
export function runsHarm(call: CallValue): boolean {
  return ranTexts(call).some(({ value }) => harmful.test(constantText(value) ?? ""));
}
