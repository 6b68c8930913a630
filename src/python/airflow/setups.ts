import type { Machine } from "../evaluate/machine.ts";
import type { SetupState, Together } from "./airflow-state.ts";
import type { TaskValue } from "./dag-values.ts";
import { connect } from "./edges.ts";

// As airflow/sdk/definitions/_internal/setup_teardown.py does it, with its stacks as arrays.

function isSame(left: Together, right: Together): boolean {
  return left.length === right.length && left.every((task, index) => task === right[index]);
}

function push(stack: Together[], tasks: Together): void {
  const current = stack.at(-1);
  if (current !== undefined && (current.length === 0 || isSame(current, tasks))) stack[stack.length - 1] = tasks;
  else stack.push(tasks);
}

function current(stack: readonly Together[]): Together {
  return stack.at(-1) ?? [];
}

/** Joins what is left to what was around it. */
function pop(stack: Together[], isUpstream: boolean, machine: Machine): Together {
  const old = stack.pop() ?? [];
  const outer = current(stack);
  if (outer.length > 0 && old.length > 0) depend(old, outer, isUpstream, machine);
  return old;
}

/** `set_dependency(receiving, tasks, upstream)` */
function depend(receiving: Together, tasks: Together, isUpstream: boolean, machine: Machine): void {
  for (const task of tasks) connect(task, receiving, isUpstream, machine);
}

/** Tells the contexts that are open of a new task. */
export function noteTask(task: TaskValue, { airflow: { setups } }: Machine): void {
  if (!setups.isActive) return;
  for (const together of [current(setups.setup), current(setups.teardown)]) {
    if (together.length === 0) continue;
    const known = setups.inContext.find((one) => isSame(one.of, together));
    if (known === undefined) setups.inContext.push({ of: together, tasks: [task] });
    else known.tasks.push(task);
  }
}

export function enterSetups(tasks: Together, { airflow: { setups } }: Machine): void {
  const [first] = tasks;
  if (first === undefined) return;
  if (first.isTeardown) {
    push(setups.teardown, tasks);
    push(
      setups.setupOfTeardown,
      search([...first.upstream.keys()], first, (task) => task.isSetup),
    );
  } else if (first.isSetup) {
    push(setups.setup, tasks);
    push(
      setups.teardownOfSetup,
      search([...first.downstream.keys()], first, (task) => task.isTeardown),
    );
  }
  setups.isActive = true;
}

function search(tasks: Together, from: TaskValue, wanted: (task: TaskValue) => boolean, depth = 0): Together {
  const found = tasks.filter(wanted);
  if (found.length > 0 || depth > 20) return found;
  const further = new Set(tasks.flatMap((task) => [...task.downstream.keys(), ...task.upstream.keys()]));
  further.delete(from);
  return further.size === 0 ? [] : search([...further], from, wanted, depth + 1);
}

export function leaveSetups(machine: Machine): void {
  const { setups } = machine.airflow;
  const [setup, teardown] = [current(setups.setup), current(setups.teardown)];
  if (setup.length > 0) joinSetup(setup, teardown, machine);
  if (teardown.length > 0) joinTeardown(setup, teardown, machine);
  const [oldSetup, oldTeardown] = [pop(setups.setup, false, machine), pop(setups.teardown, true, machine)];
  pop(setups.teardownOfSetup, true, machine);
  pop(setups.setupOfTeardown, false, machine);
  for (const old of [oldSetup, oldTeardown]) {
    const at = setups.inContext.findIndex((one) => isSame(one.of, old));
    if (at !== -1) setups.inContext.splice(at, 1);
  }
  setups.isActive = false;
}

/** What stands inside of a setup's context comes after it. */
function joinSetup(setup: Together, teardown: Together, machine: Machine): void {
  const { setups } = machine.airflow;
  const inside = insideOf(setup, setups);
  const [first] = inside;
  if (first === undefined) return;
  const roots = inside.filter((task) => task.upstream.size === 0);
  if (roots.length === 0) connect(first, setup, true, machine);
  else depend(roots, setup, false, machine);
  const leaves = inside.filter((task) => task.downstream.size === 0);
  const ends = leaves.length === 0 ? inside.slice(-1) : leaves;
  depend(teardown.length > 0 ? teardown : ends, current(setups.teardownOfSetup), true, machine);
}

/** What stands inside of a teardown's context comes before it. */
function joinTeardown(setup: Together, teardown: Together, machine: Machine): void {
  const { setups } = machine.airflow;
  const inside = insideOf(teardown, setups);
  if (inside.length === 0) return;
  const leaves = inside.filter((task) => task.downstream.size === 0);
  depend(leaves.length === 0 ? inside.slice(-1) : leaves, teardown, true, machine);
  const roots = inside.filter((task) => task.upstream.size === 0);
  const starts = roots.length === 0 ? inside.slice(0, 1) : roots;
  depend(setup.length > 0 ? setup : starts, current(setups.setupOfTeardown), false, machine);
}

function insideOf(together: Together, setups: SetupState): Together {
  const tasks = setups.inContext.find((one) => isSame(one.of, together))?.tasks ?? [];
  return tasks.filter((task) => !task.isSetup && !task.isTeardown);
}
