import { modelOf } from "./assemble-module.ts";
import { unknownModule } from "./bare-module.ts";
import type { DagModule } from "./dag-model.ts";
import { createMachine, createRecord, type Machine, type ModuleRecord, type Surroundings } from "./evaluate/machine.ts";
import { BudgetSpent } from "./evaluate/python-raise.ts";
import { runModule } from "./evaluate/run-module.ts";
import type { ModuleSyntax } from "./syntax/ast.ts";

/** A module as it was read: the model, and what else can be asked of it. */
export interface ReadModule {
  readonly model: DagModule;
  /** `null` where it was too much to be followed. */
  readonly evaluation: { readonly machine: Machine; readonly record: ModuleRecord } | null;
}

/** Without the rest of the repository: nothing but the file itself. */
export const nowhereElse: Surroundings = { readText: () => null, parse: () => null, roots: [""], airflow: 3 };

/** Finds the DAGs of a module, as Airflow would when it imports it at this path of the repository. */
export function readDagModule(
  syntax: ModuleSyntax | null,
  path: string,
  surroundings: Surroundings = nowhereElse,
): DagModule {
  return readModule(syntax, path, surroundings).model;
}

export function readModule(
  syntax: ModuleSyntax | null,
  path: string,
  surroundings: Surroundings = nowhereElse,
): ReadModule {
  if (syntax === null) return { model: unknownModule("it has syntax that is not understood"), evaluation: null };
  const reads = new Set<string>();
  const machine = createMachine({
    ...surroundings,
    readText: (wanted) => {
      const text = surroundings.readText(wanted);
      if (text !== null && wanted !== path) reads.add(wanted);
      return text;
    },
  });
  try {
    const record = createRecord(path, syntax, true);
    machine.modules.set(path, record);
    const raised = runModule(record, machine);
    return { model: modelOf(record, machine, raised, [...reads].sort()), evaluation: { machine, record } };
  } catch (error) {
    if (error instanceof BudgetSpent) return { model: unknownModule(error.message), evaluation: null };
    if (error instanceof RangeError) return { model: unknownModule("it is nested too deeply"), evaluation: null };
    throw error;
  }
}
