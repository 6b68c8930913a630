import { argumentValue } from "../evaluate/arguments.ts";
import type { Call, Expression, FunctionDefinition, Place } from "../syntax/ast.ts";
import type { TaskValue } from "./dag-values.ts";
import { writtenIds } from "./written-ids.ts";

/** A call in the function that a task runs, by which it asks for the results of others in the same run. */
export interface Pull {
  readonly taskIds: readonly string[];
  readonly place: Place;
}

export interface Pulls {
  readonly pulls: readonly Pull[];
  /** The module that the function is written in. */
  readonly path: string;
}

const known = new WeakMap<Expression | FunctionDefinition, readonly Pull[]>();

/** What the function of a task pulls by ids that are written out: `ti.xcom_pull(task_ids="extract")`. */
export function pullsOf({ callee, arguments: given }: TaskValue): Pulls | null {
  const called = callee ?? argumentValue(given, "python_callable");
  if (called?.kind !== "function") return null;
  const { definition, scope } = called;
  const pulls = known.get(definition) ?? callsIn(definition.body).flatMap(pullOf);
  known.set(definition, pulls);
  return { pulls, path: scope.record.path };
}

/** All calls in what the parser read, wherever in it they stand. */
export function callsIn(body: unknown): readonly Call[] {
  const found: Call[] = [];
  const waiting: unknown[] = [body];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one !== "object" || one === null) continue;
    if ("kind" in one && one.kind === "call") found.push(one as Call); // of all that the syntax is made of, calls alone have this kind
    for (const part of Object.values(one)) waiting.push(part);
  }
  return found;
}

/** What makes a pull one from another run or another DAG. */
const elsewhere: ReadonlySet<string | null> = new Set(["dag_id", "run_id", "include_prior_dates"]);

function pullOf({ callee, arguments: given }: Call): readonly Pull[] {
  if (callee.kind !== "attribute" || callee.name !== "xcom_pull") return [];
  if (given.some(({ name, star }) => star !== "" || elsewhere.has(name))) return [];
  const ids = given.find(({ name }, index) => name === "task_ids" || (name === null && index === 0))?.value;
  const taskIds = ids === undefined ? null : writtenIds(ids);
  return ids === undefined || taskIds === null ? [] : [{ taskIds, place: ids }];
}
