import type { Machine, ModuleRecord } from "./machine.ts";
import { namesOfModule } from "./names.ts";
import { PythonRaise } from "./python-raise.ts";
import { runBlock } from "./run.ts";

/** Runs a module's statements as far as they go; answers what it raised, or `null`. */
export function runModule(record: ModuleRecord, machine: Machine): PythonRaise | null {
  namesOfModule(record);
  try {
    runBlock(record.syntax.body, record.scope, machine);
    record.state = "done";
    return null;
  } catch (error) {
    if (!(error instanceof PythonRaise)) throw error;
    record.state = "failed";
    return error;
  }
}
