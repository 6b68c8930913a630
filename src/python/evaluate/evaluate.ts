import type { Expression } from "../syntax/ast.ts";
import { readAttribute } from "./attribute.ts";
import { evaluateCall } from "./call.ts";
import { truthOf } from "./compare.ts";
import { evaluateComprehension } from "./comprehension.ts";
import { evaluateComparison } from "./evaluate-comparison.ts";
import { evaluateYield } from "./evaluate-yield.ts";
import { formatParts } from "./format.ts";
import { makeLambda } from "./function.ts";
import { iterate } from "./iterate.ts";
import { joinValues } from "./join-values.ts";
import { assign, doubtAll, doubtLoad, type Machine, raise, step, surprise, textOf } from "./machine.ts";
import { none, ofDict, ofList, ofTuple, unknown } from "./make-values.ts";
import { builtinOf } from "./names.ts";
import { applyBinary, applyUnary } from "./operators.ts";
import { runDoubtfully } from "./run-doubtfully.ts";
import { homeOf, isHalfBound, lookUp, privateName, type Scope, unboundBy } from "./scope.ts";
import { hashOf } from "./show-value.ts";
import { readSubscript } from "./subscript.ts";
import { noteUnhashable } from "./unhashable.ts";
import type { DictEntry, Value } from "./value.ts";

/** The value of an expression. Throws `PythonRaise` where Python raises, `BudgetSpent` where it is too much. */
export function evaluate(node: Expression, scope: Scope, machine: Machine): Value {
  step(machine);
  switch (node.kind) {
    case "constant":
      return node;
    case "f-string": {
      const text = formatParts(node.parts, scope, machine);
      return text === null
        ? unknown(textOf(node, scope))
        : { kind: "constant", constant: { type: "str", value: text } };
    }
    case "name":
      return readName(node, scope, machine);
    case "list":
    case "tuple":
    case "set":
      return evaluateItems(node, scope, machine);
    case "dict":
      return evaluateDict(node, scope, machine);
    case "call":
      return evaluateCall(node, scope, machine);
    case "attribute":
      return readAttribute(evaluate(node.value, scope, machine), privateName(node.name, scope), {
        place: node,
        scope,
        machine,
      });
    case "subscript":
      return readSubscript(node, scope, machine);
    case "binary": {
      const left = evaluate(node.left, scope, machine);
      return applyBinary(node.operator, left, evaluate(node.right, scope, machine), { place: node, scope, machine });
    }
    case "unary":
      return applyUnary(node.operator, evaluate(node.value, scope, machine), { place: node, scope, machine });
    case "boolean":
      return evaluateBoolean(node, scope, machine);
    case "compare":
      return evaluateComparison(node, scope, machine);
    case "if":
      return evaluateChoice(node, scope, machine);
    case "lambda":
      return makeLambda(node, scope, machine);
    case "comprehension":
      return evaluateComprehension(node, scope, machine);
    case "walrus": {
      const value = evaluate(node.value, scope, machine);
      let home = scope;
      while (home.kind === "comprehension" && home.parent !== null) home = home.parent;
      assign(machine, homeOf(home, node.name), node.name, value);
      return value;
    }
    case "yield":
      return evaluateYield(node, scope, machine);
    case "starred":
    case "slice":
    case "await":
    case "other":
      return surprise(machine, node, scope, true);
  }
}

function readName(node: Extract<Expression, { kind: "name" }>, scope: Scope, machine: Machine): Value {
  const name = scope.kind === "class" ? privateName(node.id, scope) : node.id;
  const found = lookUp(scope, name);
  if (found !== undefined) {
    if (isHalfBound(scope, name)) {
      machine.surprises += 1;
      doubtLoad(machine, `\`${name.slice(0, 60)}\` may not be bound`);
    }
    return found;
  }
  const unbound = unboundBy(scope, node.id);
  if (unbound !== null) raise(unbound, `'${node.id}' is not bound here yet`, node, scope);
  const builtin = builtinOf(node.id, scope);
  if (builtin !== undefined) return builtin;
  if (!scope.record.scope.names.has("*")) {
    const reason = `\`${node.id.slice(0, 60)}\` is not defined here`;
    doubtAll(machine, reason);
    doubtLoad(machine, reason);
  }
  return surprise(machine, node, scope, true);
}

function evaluateItems(
  node: Extract<Expression, { kind: "list" | "tuple" | "set" }>,
  scope: Scope,
  machine: Machine,
): Value {
  const items: Value[] = [];
  for (const item of node.items) {
    if (item.kind !== "starred") {
      items.push(evaluate(item, scope, machine));
      continue;
    }
    const inner = iterate(evaluate(item.value, scope, machine), machine);
    if (inner === null) return surprise(machine, node, scope, true);
    items.push(...inner);
  }
  if (node.kind === "list") return ofList(items, machine.frame);
  if (node.kind === "tuple") return ofTuple(items);
  for (const item of items) if (hashOf(item, machine) === null) noteUnhashable(item, node, scope, machine);
  return (
    makeSet(items, machine) ??
    unknown(
      textOf(node, scope),
      items.some((item) => mayMatter(item)),
    )
  );
}

export function makeSet(items: readonly Value[], machine: Machine): Value | null {
  const entries = items.map((item) => [hashOf(item, machine), item] as const);
  const known = entries.flatMap(([hash, item]) => (hash === null ? [] : [[hash, item] as const]));
  if (known.length < entries.length) return null;
  return { kind: "set", items: new Map(known), doubts: { born: machine.frame, all: [] } };
}

/** Whether a value may be, hold or make DAGs or tasks. */
export function mayMatter(value: Value, depth = 0): boolean {
  if (depth > 10) return true;
  switch (value.kind) {
    case "constant":
    case "path":
    case "external":
    case "module":
    case "made":
      return false;
    case "unknown":
      return value.isForeign || value.candidates.some((one) => mayMatter(one, depth + 1));
    case "list":
    case "tuple":
      return value.items.some((item) => mayMatter(item, depth + 1));
    case "generator":
      return value.mayMatter();
    case "dict":
      return value.globalsOf !== null || [...value.entries.values()].some((entry) => mayMatter(entry.value, depth + 1));
    default:
      return true;
  }
}

function evaluateDict(node: Extract<Expression, { kind: "dict" }>, scope: Scope, machine: Machine): Value {
  const entries: (readonly [string, DictEntry])[] = [];
  let isUnknown = false;
  for (const { key, value } of node.items) {
    if (key === null) {
      const inner = evaluate(value, scope, machine);
      if (inner.kind === "dict" && inner.doubts.all.length === 0) {
        entries.push(...[...inner.entries].map(([hash, entry]) => [hash, { ...entry }] as const));
      } else isUnknown = true;
      continue;
    }
    const [keyValue, one] = [evaluate(key, scope, machine), evaluate(value, scope, machine)];
    const hash = hashOf(keyValue, machine);
    if (hash === null) {
      noteUnhashable(keyValue, key, scope, machine);
      isUnknown = true;
    } else entries.push([hash, { key: keyValue, value: one }]);
  }
  const dict = ofDict(entries, machine.frame);
  if (isUnknown && dict.kind === "dict") {
    dict.doubts.all.push({
      reason: `\`${textOf(node, scope).slice(0, 60)}\` has keys that are not known`,
      frame: "always",
    });
  }
  return dict;
}

function evaluateBoolean(node: Extract<Expression, { kind: "boolean" }>, scope: Scope, machine: Machine): Value {
  const left = evaluate(node.left, scope, machine);
  const truth = truthOf(left);
  if (truth !== null) return truth === (node.operator === "or") ? left : evaluate(node.right, scope, machine);
  const right = runDoubtfully(machine, "it depends on what is not known before", () =>
    evaluate(node.right, scope, machine),
  ).result;
  return joinValues([left, right], textOf(node, scope));
}

function evaluateChoice(node: Extract<Expression, { kind: "if" }>, scope: Scope, machine: Machine): Value {
  const truth = truthOf(evaluate(node.test, scope, machine));
  if (truth !== null) return evaluate(truth ? node.value : node.otherwise, scope, machine);
  const reason = `it depends on \`${textOf(node.test, scope).slice(0, 60)}\``;
  const [value, otherwise] = [node.value, node.otherwise].map(
    (one) => runDoubtfully(machine, reason, () => evaluate(one, scope, machine)).result,
  );
  return joinValues([value ?? none, otherwise ?? none], textOf(node, scope));
}
