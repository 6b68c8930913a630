import type { Machine } from "../evaluate/machine.ts";
import type { Value } from "../evaluate/value.ts";
import type { DagValue } from "./dag-values.ts";

/** Says of everything that is handed to unknown code that it may be changed there. */
export function noteUnknownUse(values: readonly Value[], reason: string, machine: Machine, depth = 0): void {
  for (const value of values) {
    switch (value.kind) {
      case "dag":
        noteDag(value, reason);
        break;
      case "task":
      case "group":
        noteDag(value.dag, reason);
        break;
      case "xcom":
        for (const task of value.tasks) noteDag(task.dag, reason);
        break;
      case "list":
        value.doubts.all.push({ reason, frame: "always" });
        if (depth < 10) noteUnknownUse(value.items, reason, machine, depth + 1);
        break;
      case "set":
        value.doubts.all.push({ reason, frame: "always" });
        break;
      case "tuple":
        if (depth < 10) noteUnknownUse(value.items, reason, machine, depth + 1);
        break;
      case "dict":
        if (value.globalsOf === null) value.doubts.all.push({ reason, frame: "always" });
        else machine.doubts.all.push({ reason: "`globals()` is handed on", frame: "always" });
        if (depth < 10)
          noteUnknownUse(
            [...value.entries.values()].map((entry) => entry.value),
            reason,
            machine,
            depth + 1,
          );
        break;
      case "instance":
        value.doubts.all.push({ reason, frame: "always" });
        if (depth < 10) noteUnknownUse([...value.attributes.values()], reason, machine, depth + 1);
        break;
      case "unknown":
        if (depth < 10) noteUnknownUse(value.candidates, reason, machine, depth + 1);
        break;
    }
  }
}

function noteDag(dag: DagValue | null, reason: string): void {
  if (dag !== null && !dag.doubts.all.some((doubt) => doubt.frame === "always" && doubt.reason === reason))
    dag.doubts.all.push({ reason, frame: "always" });
}
