import { isDefinition } from "../dagster/forms.ts";
import { externalBase, hasAny, orderOfBases } from "./class.ts";
import { doubtOf } from "./doubt.ts";
import type { Machine } from "./machine.ts";
import { hashOf } from "./show-value.ts";
import type { ClassValue, Value } from "./value.ts";
import { isNone, numberOf } from "./value-contents.ts";

/** Whether a value counts as true; `null` where it is not known. */
export function truthOf(value: Value): boolean | null {
  switch (value.kind) {
    case "constant": {
      const { constant } = value;
      if (constant.type === "none") return false;
      if (constant.type === "ellipsis") return true;
      return typeof constant.value === "bigint" ? constant.value !== 0n : Boolean(constant.value);
    }
    case "list":
      return doubtOf(value.doubts) === null ? value.items.length > 0 : null;
    case "tuple":
      return value.items.length > 0;
    case "set":
      return doubtOf(value.doubts) === null ? value.items.size > 0 : null;
    case "dict":
      return doubtOf(value.doubts) === null ? value.entries.size > 0 || value.globalsOf !== null : null;
    case "unknown":
      return agree(value.candidates.map(truthOf));
    case "made":
      return /\b(Asset|Dataset|DAG|datetime|Path|Param|V1\w+)$/.test(value.by) ? true : null;
    case "external":
      return isThing(value.name) ? true : null;
    case "dagster":
      return isDefinition(value) ? true : null;
    case "instance":
      return externalBase(value.class) !== null ||
        mayBeEmpty(value.class) ||
        hasAny(value.class, ["__bool__", "__len__"])
        ? null
        : true;
    default:
      return true;
  }
}

/** Whether it is a list, a text or the like. */
function mayBeEmpty(one: ClassValue): boolean {
  const bases = orderOfBases(one).flatMap(({ bases: all }) => all);
  return bases.some(
    (base) =>
      base.kind === "external" &&
      /^(builtins\.[a-z]|typing\.TypedDict$)/.test(base.name) &&
      base.name !== "builtins.object",
  );
}

/** What is said of all alike. */
function agree(answers: readonly (boolean | null)[]): boolean | null {
  const [first] = answers;
  return first !== undefined && answers.every((answer) => answer === first) ? first : null;
}

/** A class or module, by how its name is written: neither false nor `None`. */
function isThing(name: string): boolean {
  const last = name.slice(name.lastIndexOf(".") + 1);
  return /^_?[A-Z]\w*$/.test(last) && /[a-z]/.test(last);
}

/** `==`; `null` where it is not known. */
export function isEqual(left: Value, right: Value, machine: Machine): boolean | null {
  if (left === right && left.kind !== "unknown" && left.kind !== "made") return true;
  if (left.kind === "unknown" || right.kind === "unknown") return equalOfCandidates(left, right, machine);
  if (left.kind === "made" || right.kind === "made") return isNone(left) || isNone(right) ? false : null;
  if (left.kind === "path" || right.kind === "path") return null;
  if (left.kind === "instance" || right.kind === "instance") return null;
  if (left.kind === "dagster" || right.kind === "dagster") return left.kind === right.kind ? null : false;
  const [a, b] = [hashOf(left, machine), hashOf(right, machine)];
  if (a !== null && b !== null) {
    if (left.kind === "external" || right.kind === "external") return a === b ? true : null;
    if (left.kind === "tuple" && right.kind === "tuple") return equalItems(left.items, right.items, machine);
    return a === b;
  }
  if (left.kind !== right.kind) return false;
  if (left.kind === "tuple" && right.kind === "tuple") return equalItems(left.items, right.items, machine);
  if (left.kind === "list" && right.kind === "list") {
    if (doubtOf(left.doubts) !== null || doubtOf(right.doubts) !== null) return null;
    if (left.type !== right.type) return false;
    return left.type === "dict_view" ? null : equalItems(left.items, right.items, machine);
  }
  if (left.kind === "dict" && right.kind === "dict") {
    if (doubtOf(left.doubts) !== null || doubtOf(right.doubts) !== null) return null;
    if (left.entries.size !== right.entries.size) return false;
    const pairs = [...left.entries].map(([key, { value }]) => {
      const other = right.entries.get(key);
      return other === undefined ? false : isEqual(value, other.value, machine);
    });
    return pairs.includes(false) ? false : pairs.includes(null) ? null : true;
  }
  return null;
}

function equalOfCandidates(left: Value, right: Value, machine: Machine): boolean | null {
  const all = (value: Value): readonly Value[] =>
    value.kind === "unknown" ? (value.candidates.length > 0 ? value.candidates : [value]) : [value];
  const [ofLeft, ofRight] = [all(left), all(right)];
  if (ofLeft.some((one) => one.kind === "unknown") || ofRight.some((one) => one.kind === "unknown")) return null;
  return agree(ofLeft.flatMap((a) => ofRight.map((b) => isEqual(a, b, machine))));
}

function equalItems(left: readonly Value[], right: readonly Value[], machine: Machine): boolean | null {
  if (left.length !== right.length) return false;
  let isKnown = true;
  for (const [index, one] of left.entries()) {
    const other = right[index];
    const answer = other === undefined ? false : isEqual(one, other, machine);
    if (answer === false) return false;
    if (answer === null) isKnown = false;
  }
  return isKnown ? true : null;
}

/** `is`; `null` where it is not known. */
export function isSame(left: Value, right: Value): boolean | null {
  if (isNone(left) || isNone(right)) {
    const other = isNone(left) ? right : left;
    if (isNone(other)) return true;
    if (other.kind === "unknown")
      return agree(other.candidates.map((one) => isSame(one, { kind: "constant", constant: { type: "none" } })));
    if (other.kind === "external") return isThing(other.name) ? false : null;
    if (other.kind === "dagster") return isDefinition(other) ? false : null;
    return other.kind === "made" ? (truthOf(other) === true ? false : null) : false;
  }
  if (left.kind === "constant" && right.kind === "constant") {
    const types = [left.constant.type, right.constant.type];
    if (types[0] !== types[1]) return false;
    if (left.constant.type === "bool" && right.constant.type === "bool")
      return left.constant.value === right.constant.value;
    return null;
  }
  if (left.kind === "unknown" || right.kind === "unknown" || left.kind === "made" || right.kind === "made") return null;
  if (left.kind === "dagster" || right.kind === "dagster") return left === right ? true : null;
  if (left.kind === "external" && right.kind === "external") return left.name === right.name ? true : null;
  if (left.kind === "native" && right.kind === "native") return left === right ? true : null;
  if (left.kind === "module" && right.kind === "module") return left.record === right.record;
  return left === right;
}

/** `<`, `<=`, `>`, `>=` of numbers and strings; `null` where it is not known. */
export function orderOf(left: Value, right: Value): number | null {
  if (left.kind === "tuple" && right.kind === "tuple") {
    for (const [index, one] of left.items.entries()) {
      const other = right.items[index];
      if (other === undefined) return 1;
      const order = orderOf(one, other);
      if (order !== 0) return order;
    }
    return left.items.length - right.items.length;
  }
  if (left.kind !== "constant" || right.kind !== "constant") return null;
  const [a, b] = [left.constant, right.constant];
  if (a.type === "str" && b.type === "str") return compareText(a.value, b.value);
  const [x, y] = [numberOf(left), numberOf(right)];
  return x === null || y === null ? null : x < y ? -1 : x > y ? 1 : 0;
}

/** As Python orders strings: by code points. */
function compareText(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [index, one] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (one !== other) return (one.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
  }
  return left.length - right.length;
}
