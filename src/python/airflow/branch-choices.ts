import { argumentValue } from "../evaluate/arguments.ts";
import type { FunctionValue, Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import type { Block, Expression, Place, Statement } from "../syntax/ast.ts";
import type { TaskValue } from "./dag-values.ts";
import { writtenIds } from "./written-ids.ts";

/** One way that a branching task may decide: the ids that it then follows. */
interface Choice {
  readonly taskIds: readonly string[];
  readonly place: Place;
  /** The module that it is written in. */
  readonly path: string;
}

export interface Choices {
  readonly choices: readonly Choice[];
  /** Whether it surely decides in none but these ways. */
  readonly isExact: boolean;
}

/** What a task may follow, where it is one that branches; else `null`. */
export function choicesOf(task: TaskValue): Choices | null {
  const { operator } = task;
  if (/^@task\.branch(?:_|$)/.test(operator)) return choicesOfFunction(task);
  const name = operator.slice(operator.lastIndexOf(".") + 1);
  if (!name.startsWith("Branch") || !name.endsWith("Operator")) return null;
  return name.includes("Python") ? choicesOfFunction(task) : choicesOfArguments(task);
}

function choicesOfFunction({ callee, arguments: given }: TaskValue): Choices {
  const called = callee ?? argumentValue(given, "python_callable");
  if (called?.kind !== "function") return { choices: [], isExact: false };
  const { definition } = called;
  if (definition.kind === "lambda") return gather([definition.body], called);
  if (definition.isGenerator) return { choices: [], isExact: false };
  return gather(
    returnsIn(definition.body).map((one) => one.value),
    called,
  );
}

/** What the `return`s of a function give; `null` for nothing, which follows nothing. */
function returnsIn(block: Block): readonly Extract<Statement, { kind: "return" }>[] {
  return block.flatMap((one) => {
    switch (one.kind) {
      case "return":
        return [one];
      case "if":
      case "while":
      case "for":
        return returnsIn([...one.body, ...one.otherwise]);
      case "with":
        return returnsIn(one.body);
      case "try":
        return returnsIn([...one.body, ...one.handlers.flatMap(({ body }) => body), ...one.otherwise, ...one.finally]);
      case "match":
        return one.cases.flatMap(({ body }) => returnsIn(body));
      default:
        return [];
    }
  });
}

function gather(returned: readonly (Expression | null)[], { scope }: FunctionValue): Choices {
  const ways = returned.flatMap((one) => (one === null ? [] : alternatives(one)));
  const choices = ways.flatMap((way) => {
    const taskIds = writtenIds(way);
    return taskIds === null ? [] : [{ taskIds, place: way, path: scope.record.path }];
  });
  return { choices, isExact: choices.length === ways.length };
}

/** `a if x else b` gives either. */
function alternatives(expression: Expression): readonly Expression[] {
  if (expression.kind !== "if") return [expression];
  return [...alternatives(expression.value), ...alternatives(expression.otherwise)];
}

/** Operators that are told both of their branches. */
function choicesOfArguments({ arguments: given, path }: TaskValue): Choices {
  const ways = given.filter(({ name }) => name === "follow_task_ids_if_true" || name === "follow_task_ids_if_false");
  const choices = ways.flatMap(({ value, place }) => {
    const taskIds = idsOfValue(value);
    return taskIds === null ? [] : [{ taskIds, place, path }];
  });
  return { choices, isExact: choices.length === 2 };
}

function idsOfValue(value: Value): readonly string[] | null {
  if (isNone(value)) return [];
  const items = value.kind === "list" || value.kind === "tuple" ? value.items : [value];
  const ids = items.map(stringOf);
  return ids.every((id) => id !== null) ? ids : null;
}
