import { argument, mergeArguments } from "../evaluate/arguments.ts";
import { native } from "../evaluate/make-values.ts";
import type { GivenArgument, NativeCall, Value } from "../evaluate/value.ts";
import { checkExpand } from "./check-binding.ts";
import { childId } from "./ids.ts";
import { mappedKwargs } from "./mapped-kwargs.ts";
import { type Home, homeFor } from "./task-home.ts";
import { idOf, makeTask } from "./tasks.ts";

/** `Operator.partial(…)`, which waits for `.expand(…)`. */
export function partialOperator(operator: string, templateFields: readonly string[] | null, call: NativeCall): Value {
  const home = homeFor(call.arguments, call.machine);
  const expand = (name: string): Value | null =>
    name === "expand" || name === "expand_kwargs"
      ? native(name, (inner) =>
          expandOperator(operator, templateFields, home, call.arguments, inner, name === "expand"),
        )
      : null;
  return native("partial", ({ text }) => ({ kind: "unknown", text, isForeign: true, candidates: [] }), expand);
}

function expandOperator(
  operator: string,
  templateFields: readonly string[] | null,
  home: Home,
  partial: readonly GivenArgument[],
  call: NativeCall,
  isByName: boolean,
): Value {
  const id = argument(partial, "task_id");
  if (isByName) checkExpand(partial, null, call);
  return makeTask(
    {
      operator,
      label: childId(home.group, idOf(id?.value)),
      idText: id?.text ?? "task_id",
      idPlace: id?.place ?? call.place,
      given: isByName ? mergeArguments(partial, call.arguments) : partial,
      home,
      isMapped: true,
      isSure: true,
      templateFields,
      mapped: isByName ? [] : mappedKwargs(call),
      more: call.arguments.map(({ value }) => value),
      place: call.place,
      path: call.scope.record.path,
    },
    call.machine,
  );
}
