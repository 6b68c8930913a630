import { argumentValue } from "../evaluate/arguments.ts";
import type { FunctionValue } from "../evaluate/value.ts";
import { stringOf } from "../evaluate/value-contents.ts";
import type { Call, Expression } from "../syntax/ast.ts";
import type { TaskValue } from "./dag-values.ts";
import { callsIn } from "./pulled-results.ts";

/** A connection or Variable of Airflow. */
export interface Asked {
  readonly kind: "connection" | "variable";
  readonly name: string;
}

const known = new WeakMap<FunctionValue["definition"], readonly Asked[]>();

/** What the function of a task asks Airflow for by names that are written out, there or once in its module; each once. */
export function askedOfAirflow({ callee, arguments: given }: TaskValue): readonly Asked[] {
  const called = callee ?? argumentValue(given, "python_callable");
  if (called?.kind !== "function") return [];
  const { definition } = called;
  const before = known.get(definition);
  if (before !== undefined) return before;
  const asked = callsIn(definition.body).flatMap((call) => askedBy(call, called));
  const each = [...new Map(asked.map((one) => [`${one.kind} ${one.name}`, one])).values()];
  known.set(definition, each);
  return each;
}

/** `Variable.get("x")`, `BaseHook.get_connection("x")`, `PostgresHook("x")`, `PostgresHook(postgres_conn_id="x")` */
function askedBy({ callee, arguments: given }: Call, called: FunctionValue): readonly Asked[] {
  const path = pathOf(callee);
  const first = given.find(({ name, star }) => name === null && star === "")?.value;
  const keyed = given.filter(({ name }) => /(?:^|_)conn_id$/.test(name ?? "")).map(({ value }) => value);
  const named = [...keyed, ...(/Hook$|\.get_connection$|(?:^|\.)Connection\.get$/.test(path) && first ? [first] : [])];
  const isVariable = /(?:^|\.)Variable\.get$/.test(path);
  const key = isVariable ? (given.find(({ name }) => name === "key")?.value ?? first) : undefined;
  return [
    ...named.flatMap((one) => textOf(one, called)).map((name): Asked => ({ kind: "connection", name })),
    ...(key === undefined ? [] : textOf(key, called)).map((name): Asked => ({ kind: "variable", name })),
  ];
}

/** The names of a dotted path, as it is written; of what follows a call, those behind it. */
function pathOf(expression: Expression): string {
  const names: string[] = [];
  let one = expression;
  for (; one.kind === "attribute"; one = one.value) names.unshift(one.name);
  return [...(one.kind === "name" ? [one.id] : []), ...names].join(".");
}

/** A text that is written out, or that the module of the function gives a name in capitals, which no local one has; none for anything else. */
function textOf(expression: Expression, { scope }: FunctionValue): readonly string[] {
  const isNamed = expression.kind === "name" && /^[A-Z][A-Z0-9_]*$/.test(expression.id);
  const value = isNamed ? scope.record.scope.names.get(expression.id) : expression;
  const text = value?.kind === "constant" ? stringOf(value) : null;
  return text === null || text === "" || text.includes("{{") ? [] : [text];
}
