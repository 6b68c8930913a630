import { type AirflowState, createAirflowState } from "../airflow/airflow-state.ts";
import type { DagValue } from "../airflow/dag-values.ts";
import { createDagsterState, type DagsterState } from "../dagster/dagster-values.ts";
import type { Expression, ModuleSyntax, Place } from "../syntax/ast.ts";
import type { Doubts, Frame } from "./doubt.ts";
import { unknown } from "./make-values.ts";
import { BudgetSpent, PythonRaise } from "./python-raise.ts";
import { createScope, homeOf, type Scope } from "./scope.ts";
import type { UnknownValue, Value } from "./value.ts";

/** What the reader of a module may ask about its surroundings. All of it is plain data that was read before. */
export interface Surroundings {
  /** The text of a file of the repository; `null` where there is none. */
  readonly readText: (path: string) => string | null;
  /** What stands directly in a folder, sorted, folders with a slash at the end; `null` where that is not known. Absent: it never is. */
  readonly listFolder?: (folder: string) => readonly string[] | null;
  /** The syntax of Python source; `null` where it is not understood. */
  readonly parse: (text: string) => ModuleSyntax | null;
  /** Directories whose modules are imported by their plain names, as Airflow puts its folders on `sys.path`; `""` is the repository. */
  readonly roots: readonly string[];
  /** Names under which the repository itself is imported, as it stands below that name in such a directory. */
  readonly namespaces?: readonly string[];
  readonly airflow: 2 | 3;
  /** Whether the file itself is imported as a part of a package, so that its relative imports work. */
  readonly isPackaged?: boolean;
}

export interface ModuleRecord {
  readonly path: string;
  readonly syntax: ModuleSyntax;
  readonly scope: Scope;
  /** The name that it is imported by; `null` where nobody knows it. */
  readonly name: string | null;
  /** Whether it is the file that Airflow reads, rather than one that it imports. */
  readonly isEntry: boolean;
  state: "running" | "done" | "failed";
  /** What an imported module raised. */
  raised?: PythonRaise;
}

export interface Limits {
  readonly steps: number;
  readonly depth: number;
}

export const usualLimits: Limits = { steps: 200_000, depth: 60 };

/** A change of a name, so that it can be undone. */
export interface Change {
  readonly scope: Scope;
  readonly name: string;
  readonly before: Value | undefined;
}

export interface Yields {
  readonly values: Value[];
  isOpen: boolean;
  readonly frame: Frame | null;
  /** What is done with each at once, in place of keeping it. */
  readonly each: ((item: Value) => void) | null;
}

/** All that changes while a module is read. */
export interface Machine {
  readonly surroundings: Surroundings;
  readonly limits: Limits;
  readonly modules: Map<string, ModuleRecord>;
  /** Everything that may be made besides what is listed. */
  readonly doubts: Doubts;
  /** Why the import of the module that is read may fail; if it does not, all that is known of it stands. */
  loadDoubt: string | null;
  readonly dags: DagValue[];
  readonly airflow: AirflowState;
  readonly dagster: DagsterState;
  /** Names of modules that are not of the repository, and are imported by `import`. */
  readonly imported: Set<string>;
  /** Calls that were evaluated, and whether that is sure. */
  readonly ran: Map<Expression, Frame | null>;
  readonly identities: Map<object, number>;
  /** What the generators that are running have yielded; `isOpen`: nobody knows how much. */
  readonly yields: Yields[];
  /** The exceptions whose handlers are running. */
  readonly handled: PythonRaise[];
  /** How many of the blocks that are running may catch an exception. */
  guards: number;
  frame: Frame | null;
  journal: Change[] | null;
  steps: number;
  depth: number;
  /** How often something was met that might raise or do anything. */
  surprises: number;
  /** How many of these surely do not. */
  excused: number;
}

export function createMachine(surroundings: Surroundings, limits: Limits = usualLimits): Machine {
  return {
    surroundings,
    limits,
    modules: new Map(),
    doubts: { born: null, all: [] },
    loadDoubt: null,
    dags: [],
    airflow: createAirflowState(),
    dagster: createDagsterState(),
    imported: new Set(),
    ran: new Map(),
    identities: new Map(),
    yields: [],
    handled: [],
    guards: 0,
    frame: null,
    journal: null,
    steps: 0,
    depth: 0,
    surprises: 0,
    excused: 0,
  };
}

export function createRecord(
  path: string,
  syntax: ModuleSyntax,
  isEntry: boolean,
  name: string | null = null,
): ModuleRecord {
  const scope = createScope("module", null, undefined as never); // set in the next line
  const record: ModuleRecord = { path, name, syntax, scope, isEntry, state: "running" };
  (scope as { record: ModuleRecord }).record = record;
  return record;
}

/** Counts a step. Throws `BudgetSpent`. */
export function step(machine: Machine, count = 1): void {
  machine.steps += count;
  if (machine.steps > machine.limits.steps) throw new BudgetSpent("it does too much on import to be followed");
}

export function assign(machine: Machine, scope: Scope, name: string, value: Value): void {
  const home = homeOf(scope, name);
  machine.journal?.push({ scope: home, name, before: home.names.get(name) });
  home.names.set(name, value);
  home.halfBound.delete(name);
}

export function unassign(machine: Machine, scope: Scope, name: string): void {
  const home = homeOf(scope, name);
  machine.journal?.push({ scope: home, name, before: home.names.get(name) });
  home.names.delete(name);
}

export function textOf(place: Place, scope: Scope): string {
  return scope.record.syntax.source.slice(place.start, Math.min(place.end, place.start + 200)).replaceAll(/\s+/g, " ");
}

/** Something that nobody knows, with its expression. It may raise too. */
export function surprise(machine: Machine, place: Place, scope: Scope, isForeign = false): UnknownValue {
  machine.surprises += 1;
  return unknown(textOf(place, scope), isForeign);
}

/** Says that the import of the module may fail; if it does not, all that is known of it stands. */
export function doubtLoad(machine: Machine, reason: string): void {
  machine.loadDoubt ??= reason;
}

/** There may be DAGs that are not listed. */
export function doubtAll(machine: Machine, reason: string): void {
  machine.doubts.all.push({ reason, frame: "always" });
}

export function raise(type: string, message: string, place: Place, scope: Scope, isWritten = false): never {
  throw new PythonRaise(type, message, place, scope.record.path, isWritten);
}
