import { raise } from "../evaluate/machine.ts";
import { native } from "../evaluate/make-values.ts";
import type { NativeCall, Value } from "../evaluate/value.ts";

/** `@task.run_if(…)` and `@task.skip_if(…)`: what they are given is the condition, and what comes of that takes what `@task` has decorated. */
export function decorateCondition(decorator: string, call: NativeCall): Value {
  if (call.arguments.length === 0) raise("TypeError", "run_if and skip_if decorate a task", call.place, call.scope);
  return native(decorator, ({ arguments: given, place, scope }) => {
    const task = given[0]?.value;
    if (task === undefined || ["constant", "function", "class"].includes(task.kind))
      raise("TypeError", "run_if and skip_if decorate a task", place, scope);
    return task;
  });
}
