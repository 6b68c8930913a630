import { shift } from "../airflow/edges.ts";
import { combineSchedules } from "../airflow/schedule-values.ts";
import { noteUnknownUse } from "../airflow/unknown-use.ts";
import { combineSelections } from "../dagster/selection-operators.ts";
import type { Expression } from "../syntax/ast.ts";
import { hasAny } from "./class.ts";
import { isEqual, isSame, orderOf, truthOf } from "./compare.ts";
import { doubtOf } from "./doubt.ts";
import { evaluate } from "./evaluate.ts";
import { formatPercent } from "./format.ts";
import { iterate } from "./iterate.ts";
import { doubtMade } from "./iterators.ts";
import { type Machine, raise, textOf } from "./machine.ts";
import { ofBoolean, ofDict, ofFloat, ofInteger, ofList, ofString, ofTuple, unknown } from "./make-values.ts";
import { joinPaths } from "./paths.ts";
import type { Scope } from "./scope.ts";
import { hashOf } from "./show-value.ts";
import type { InstanceValue, Value } from "./value.ts";
import { integerOf, numberOf, stringOf } from "./value-contents.ts";

const longestString = 100_000;

export function applyBinary(
  operator: string,
  left: Value,
  right: Value,
  node: Expression,
  scope: Scope,
  machine: Machine,
): Value {
  if (operator === ">>" || operator === "<<") {
    const result = shift(operator, left, right, node, scope, machine);
    if (result !== null) return result;
  }
  if (operator === "/" && left.kind === "path" && left.form === "Path") {
    const joined = joinPaths(left, [right]);
    if (joined !== null) return joined;
  }
  const selection = combineSelections(operator, left, right, node, scope, machine);
  if (selection !== null) return selection;
  const numeric = applyNumbers(operator, left, right);
  if (numeric !== null) return numeric;
  const [a, b] = [stringOf(left), stringOf(right)];
  if (operator === "+" && a !== null && b !== null && a.length + b.length < longestString) return ofString(a + b);
  if (operator === "%" && a !== null) {
    const text = formatPercent(a, right);
    if (text !== null) return ofString(text);
    machine.surprises += 1;
    return unknown(textOf(node, scope));
  }
  const combined =
    applyContainers(operator, left, right, machine) ?? combineSchedules(operator, left, right, textOf(node, scope));
  if (combined !== null) return combined;
  const isForeign = [left, right].some((value) => value.kind === "unknown" && value.isForeign);
  machine.surprises += 1;
  if ([left, right].some((value) => value.kind === "instance" && !isPlain(value))) {
    noteUnknownUse([left, right], `what \`${operator}\` does to an object is not known`, machine);
    doubtMade(machine, `what \`${operator}\` does to an object is not known`);
    return unknown(textOf(node, scope), true);
  }
  return unknown(textOf(node, scope), isForeign);
}

/** Whether it has no operators of its own, such as a member of an enumeration of numbers. */
function isPlain({ class: own }: InstanceValue): boolean {
  return own.members.has("__members__");
}

function applyNumbers(operator: string, left: Value, right: Value): Value | null {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === null || b === null || typeof a === "bigint" || typeof b === "bigint") return null;
  const isInteger = integerOf(left) !== null && integerOf(right) !== null;
  const whole = (value: number): Value | null =>
    isInteger ? (Number.isSafeInteger(value) ? ofInteger(value) : null) : ofFloat(value);
  switch (operator) {
    case "+":
      return whole(a + b);
    case "-":
      return whole(a - b);
    case "*":
      return whole(a * b);
    case "/":
      return b === 0 ? null : ofFloat(a / b);
    // Of fractions, Python rounds otherwise.
    case "//":
      return b === 0 || !isInteger ? null : whole(Math.floor(a / b));
    case "%":
      return b === 0 || !isInteger ? null : whole(a - b * Math.floor(a / b));
    case "**":
      return b < 0 ? null : whole(a ** b);
    case "|":
    case "&":
    case "^": {
      if (!isInteger || a < 0 || b < 0 || a > 0x7fffffff || b > 0x7fffffff) return null;
      return ofInteger(operator === "|" ? a | b : operator === "&" ? a & b : a ^ b);
    }
    default:
      return null;
  }
}

function applyContainers(operator: string, left: Value, right: Value, machine: Machine): Value | null {
  if (operator === "+") {
    if (left.kind === "tuple" && right.kind === "tuple") return ofTuple([...left.items, ...right.items]);
    if (left.kind !== "list" || right.kind !== "list" || (left.type ?? right.type) !== undefined) return null;
    const [a, b] = [iterate(left, machine), iterate(right, machine)];
    return a === null || b === null ? null : ofList([...a, ...b], machine.frame);
  }
  if (operator === "*") {
    const count = integerOf(right) ?? integerOf(left);
    const repeated = integerOf(right) === null ? right : left;
    if (count === null || count * sizeOf(repeated) > 10_000) return null;
    const text = stringOf(repeated);
    if (text !== null) return ofString(text.repeat(Math.max(count, 0)));
    const items = repeated.kind === "list" || repeated.kind === "tuple" ? iterate(repeated, machine) : null;
    if (items === null) return null;
    const all = Array.from({ length: Math.max(count, 0) }, () => items).flat();
    return repeated.kind === "tuple" ? ofTuple(all) : ofList(all, machine.frame);
  }
  if (operator === "|" && left.kind === "dict" && right.kind === "dict") {
    if (doubtOf(left.doubts) !== null || doubtOf(right.doubts) !== null) return null;
    const entries = [...left.entries, ...right.entries].map(([key, entry]) => [key, { ...entry }] as const);
    return ofDict(entries, machine.frame);
  }
  if (left.kind === "set" && right.kind === "set") {
    if (doubtOf(left.doubts) !== null || doubtOf(right.doubts) !== null) return null;
    const entries = combineSets(operator, left.items, right.items);
    return entries === null ? null : { kind: "set", items: new Map(entries), doubts: { born: machine.frame, all: [] } };
  }
  return null;
}

function combineSets(
  operator: string,
  left: ReadonlyMap<string, Value>,
  right: ReadonlyMap<string, Value>,
): readonly (readonly [string, Value])[] | null {
  if (operator === "|") return [...left, ...right];
  if (operator === "&") return [...left].filter(([key]) => right.has(key));
  if (operator === "-") return [...left].filter(([key]) => !right.has(key));
  return null;
}

function sizeOf(value: Value): number {
  if (value.kind === "list" || value.kind === "tuple") return value.items.length;
  return stringOf(value)?.length ?? 1;
}

export function applyUnary(operator: string, value: Value, node: Expression, scope: Scope, machine: Machine): Value {
  if (operator === "not") {
    const truth = truthOf(value);
    return truth === null ? unknown(textOf(node, scope)) : ofBoolean(!truth);
  }
  const number = numberOf(value);
  if (number !== null && operator === "-")
    return integerOf(value) === null && typeof number === "number" ? ofFloat(-number) : ofInteger(-number);
  if (number !== null && operator === "+") return integerOf(value) === null ? value : ofInteger(number);
  machine.surprises += 1;
  return unknown(textOf(node, scope));
}

export function evaluateComparison(
  node: Extract<Expression, { kind: "compare" }>,
  scope: Scope,
  machine: Machine,
): Value {
  let left = evaluate(node.left, scope, machine);
  let isKnown = true;
  for (const { operator, value } of node.rest) {
    const right = evaluate(value, scope, machine);
    const answer = compareOne(operator, left, right, node, scope, machine);
    if (answer === false) return ofBoolean(false);
    if (answer === null) isKnown = false;
    left = right;
  }
  return isKnown ? ofBoolean(true) : unknown(textOf(node, scope));
}

function compareOne(
  operator: string,
  left: Value,
  right: Value,
  node: Expression,
  scope: Scope,
  machine: Machine,
): boolean | null {
  const negate = (answer: boolean | null): boolean | null => (answer === null ? null : !answer);
  noteObjects([left, right], machine);
  switch (operator) {
    case "==":
      return isEqual(left, right, machine);
    case "!=":
    case "<>":
      return negate(isEqual(left, right, machine));
    case "is":
      return isSame(left, right);
    case "is not":
      return negate(isSame(left, right));
    case "in":
      return isIn(left, right, machine);
    case "not in":
      return negate(isIn(left, right, machine));
    default: {
      const order = orderOf(left, right);
      if (order === null) {
        machine.surprises += 1; // such as a text and a number
        if (left.kind === "constant" && right.kind === "constant" && left.constant.type === "none")
          raise("TypeError", `'${operator}' is not defined for None`, node, scope);
        return null;
      }
      if (operator === "<") return order < 0;
      if (operator === "<=") return order <= 0;
      return operator === ">" ? order > 0 : order >= 0;
    }
  }
}

/** Objects may do anything when they are compared. */
function noteObjects(values: readonly Value[], machine: Machine): void {
  const loud = values.filter((value) => value.kind === "instance" && hasAny(value.class, comparing));
  if (loud.length === 0) return;
  machine.surprises += 1;
  noteUnknownUse(loud, "it is compared", machine);
  doubtMade(machine, "what an object does when it is compared is not known");
}

const comparing = ["__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__contains__"];

function isIn(item: Value, container: Value, machine: Machine): boolean | null {
  const [part, whole] = [stringOf(item), stringOf(container)];
  if (whole !== null) return part === null ? null : whole.includes(part);
  if (container.kind === "dict" || container.kind === "set") {
    if (doubtOf(container.doubts) !== null) return null;
    const hash = hashOf(item, machine);
    if (hash === null) return null;
    if (container.kind === "set") return container.items.has(hash);
    return container.globalsOf === null
      ? container.entries.has(hash)
      : container.globalsOf.scope.names.has(part ?? "") || null;
  }
  if (container.kind === "generator") {
    doubtMade(machine, "how far a generator is run is not known");
    noteUnknownUse([container], "an item of it is looked for", machine);
    return null;
  }
  const items = iterate(container, machine);
  if (items === null) return null;
  const answers = items.map((one) => isEqual(one, item, machine));
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}
