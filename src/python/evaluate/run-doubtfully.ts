import type { Frame } from "./doubt.ts";
import { mayMatter } from "./evaluate.ts";
import { joinValues } from "./join-values.ts";
import type { Change, Machine } from "./machine.ts";
import { doubtLoad } from "./machine.ts";
import { unknown } from "./make-values.ts";
import { PythonRaise } from "./python-raise.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";

export interface Attempt<T> {
  readonly frame: Frame;
  /** `null` if it raised. */
  readonly result: T | null;
  readonly raised: PythonRaise | null;
  readonly changes: readonly Change[];
  readonly surprises: number;
}

/** Runs code of which nobody knows whether it runs, and notes the names that it changes. */
export function attempt<T>(machine: Machine, reason: string, run: () => T): Attempt<T> {
  const frame: Frame = { parent: machine.frame, reason, isSettled: false };
  const [outerJournal, surprises] = [machine.journal, machine.surprises];
  const changes: Change[] = [];
  machine.frame = frame;
  machine.journal = changes;
  const airflow = { dags: machine.airflow.dags.length, groups: machine.airflow.groups.length };
  let result: T | null = null;
  let raised: PythonRaise | null = null;
  try {
    result = run();
  } catch (error) {
    if (!(error instanceof PythonRaise)) throw error;
    raised = error;
    // What a `raise` or an `assert` tells is meant for a place where something is missing.
    if (machine.guards === 0 && !/^(?:raise|assert)\b/.test(error.message))
      doubtLoad(machine, `it may raise ${error.type} on import`);
    machine.airflow.dags.length = airflow.dags;
    machine.airflow.groups.length = airflow.groups;
  } finally {
    machine.frame = frame.parent;
    machine.journal = outerJournal;
  }
  return { frame, result, raised, changes, surprises: machine.surprises - surprises };
}

/** The same of code whose exceptions may be caught. */
export function attemptGuarded<T>(machine: Machine, reason: string, run: () => T): Attempt<T> {
  machine.guards += 1;
  try {
    return attempt(machine, reason, run);
  } finally {
    machine.guards -= 1;
  }
}

/** It did run: what it did is sure. */
export function accept(machine: Machine, { frame, changes }: Attempt<unknown>): void {
  frame.isSettled = true;
  machine.journal?.push(...changes);
}

/** Takes back what was done to names, and answers what they were bound to in the end. */
export function takeBack({ changes }: Attempt<unknown>): readonly Binding[] {
  const after = new Map<Scope, Map<string, Value | undefined>>();
  for (const { scope, name } of changes) {
    const names = after.get(scope) ?? new Map<string, Value | undefined>();
    after.set(scope, names.set(name, scope.names.get(name)));
  }
  for (const { scope, name, before } of changes.toReversed()) {
    if (before === undefined) scope.names.delete(name);
    else scope.names.set(name, before);
  }
  return [...after].flatMap(([scope, names]) => [...names].map(([name, value]) => ({ scope, name, value })));
}

export interface Binding {
  readonly scope: Scope;
  readonly name: string;
  readonly value: Value | undefined;
}

export function bindAgain(machine: Machine, bindings: readonly Binding[]): void {
  for (const { scope, name, value } of bindings) set(machine, scope, name, value);
}

/**
 * Binds each name to what it may be after one of several ways. A name that only one of them binds is taken for bound.
 * `isOpen`: there are more ways than these, such as a loop's body that runs many times.
 */
export function joinBindings(machine: Machine, ways: readonly (readonly Binding[])[], isOpen = false): void {
  const all = ways.flat();
  for (const [scope, ofScope] of Map.groupBy(all, (binding) => binding.scope)) {
    for (const [name] of Map.groupBy(ofScope, (binding) => binding.name)) {
      const before = scope.names.get(name);
      const values = ways.map((way) => {
        const found = way.find((binding) => binding.scope === scope && binding.name === name);
        return found === undefined ? before : found.value;
      });
      const bound = values.filter((value) => value !== undefined);
      if (bound.length > 0 && bound.length < values.length) scope.halfBound.add(name);
      set(machine, scope, name, bound.length === 0 ? undefined : joinBound(bound, name, isOpen));
    }
  }
}

function joinBound(bound: readonly Value[], name: string, isOpen: boolean): Value {
  const joined = joinValues(bound, name);
  if (!isOpen || joined.kind !== "unknown") return joined;
  return joinValues([joined, unknown(name, joined.isForeign || bound.some((one) => mayMatter(one)))], name);
}

function set(machine: Machine, scope: Scope, name: string, value: Value | undefined): void {
  machine.journal?.push({ scope, name, before: scope.names.get(name) });
  if (value === undefined) scope.names.delete(name);
  else scope.names.set(name, value);
}

/** For an expression that is perhaps evaluated. */
export function runDoubtfully(
  machine: Machine,
  reason: string,
  run: () => Value,
): { readonly result: Value; readonly raised: PythonRaise | null } {
  const done = attempt(machine, reason, run);
  joinBindings(machine, [takeBack(done), []]);
  if (done.raised !== null) machine.surprises += 1;
  return { result: done.result ?? unknown("…"), raised: done.raised };
}
