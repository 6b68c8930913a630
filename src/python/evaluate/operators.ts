import { shift } from "../airflow/edges.ts";
import { combineSchedules } from "../airflow/schedule-values.ts";
import { combineSelections } from "../dagster/selection-operators.ts";
import { combineContainers } from "./combine-containers.ts";
import { truthOf } from "./compare.ts";
import { formatPercent } from "./format.ts";
import { doubtMade } from "./iterators.ts";
import { doubtAll, raise, textOf } from "./machine.ts";
import { ofBoolean, ofFloat, ofInteger, ofString, unknown } from "./make-values.ts";
import { joinPaths } from "./paths.ts";
import { refuseOperands } from "./refused-operands.ts";
import type { Site } from "./site.ts";
import { noteUnknownUse } from "./unknown-use.ts";
import type { InstanceValue, Value } from "./value.ts";
import { integerOf, numberOf, stringOf } from "./value-contents.ts";

const longestString = 100_000;

export function applyBinary(operator: string, left: Value, right: Value, site: Site): Value {
  const { place, scope, machine } = site;
  if (operator === ">>" || operator === "<<") {
    const result = shift(operator, left, right, site);
    if (result !== null) return result;
  }
  if (operator === "/" && left.kind === "path" && left.form === "Path") {
    const joined = joinPaths(left, [right]);
    if (joined !== null) return joined;
  }
  const selection = combineSelections(operator, left, right, site);
  if (selection !== null) return selection;
  if (/^(?:\/\/?|%)$/.test(operator) && numberOf(left) !== null && Number(numberOf(right) ?? 1) === 0)
    raise("ZeroDivisionError", "division by zero", place, scope);
  const numeric = applyNumbers(operator, left, right);
  if (numeric !== null) return numeric;
  const [a, b] = [stringOf(left), stringOf(right)];
  if (operator === "+" && a !== null && b !== null && a.length + b.length < longestString) return ofString(a + b);
  if (operator === "%" && a !== null) {
    const text = formatPercent(a, right);
    if (text !== null) return ofString(text);
    machine.surprises += 1;
    return unknown(textOf(place, scope));
  }
  const combined =
    combineContainers(operator, left, right, machine) ?? combineSchedules(operator, left, right, textOf(place, scope));
  if (combined !== null) return combined;
  refuseReckoning(left, right, site);
  if (machine.surroundings.isPackaged !== true) refuseOperands(operator, left, right, site);
  const isForeign = [left, right].some((value) => value.kind === "unknown" && value.isForeign);
  machine.surprises += 1;
  if ([left, right].some((value) => value.kind === "instance" && !isPlain(value))) {
    noteUnknownUse([left, right], `what \`${operator}\` does to an object is not known`, machine);
    doubtMade(machine, `what \`${operator}\` does to an object is not known`);
    return unknown(textOf(place, scope), true);
  }
  const arePlain = [left, right].every(({ kind }) => ["constant", "list", "tuple", "dict", "set"].includes(kind));
  if (arePlain && machine.surroundings.isPackaged === true)
    doubtAll(machine, `whether Python takes \`${textOf(place, scope).slice(0, 60)}\` is not known`);
  return unknown(textOf(place, scope), isForeign);
}

/** What a task gives when it runs cannot be added to a constant or the like before. */
function refuseReckoning(left: Value, right: Value, { place, scope }: Site): void {
  const kinds = [left.kind, right.kind];
  if (kinds.includes("xcom") && kinds.every((kind) => kind === "xcom" || kind === "constant"))
    raise("TypeError", "the result of a task is reckoned with", place, scope);
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
    case "^":
      return isInteger ? combineBits(operator, a, b) : null;
    default:
      return null;
  }
}

/** JavaScript's operators take 32 bits, the first of them for the sign. */
function combineBits(operator: "|" | "&" | "^", a: number, b: number): Value | null {
  if (Math.min(a, b) < 0 || Math.max(a, b) > 0x7fffffff) return null;
  if (operator === "|") return ofInteger(a | b);
  return ofInteger(operator === "&" ? a & b : a ^ b);
}

export function applyUnary(operator: string, value: Value, { place, scope, machine }: Site): Value {
  if (operator === "not") {
    const truth = truthOf(value);
    return truth === null ? unknown(textOf(place, scope)) : ofBoolean(!truth);
  }
  const number = numberOf(value);
  if (number !== null && operator === "-")
    return integerOf(value) === null && typeof number === "number" ? ofFloat(-number) : ofInteger(-number);
  if (number !== null && operator === "+") return integerOf(value) === null ? value : ofInteger(number);
  machine.surprises += 1;
  return unknown(textOf(place, scope));
}
