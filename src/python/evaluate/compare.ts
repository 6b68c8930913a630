import { isDefinition } from "../dagster/forms.ts";
import type { Constant } from "../syntax/ast.ts";
import { externalBase, hasAny, orderOfBases } from "./class.ts";
import { doubtOf } from "./doubt.ts";
import type { Machine } from "./machine.ts";
import { hashOf } from "./show-value.ts";
import type { ClassValue, DictValue, ListValue, Value } from "./value.ts";
import { isNone, numberOf } from "./value-contents.ts";

/** Whether a value counts as true; `null` where it is not known. */
export function truthOf(value: Value): boolean | null {
  switch (value.kind) {
    case "constant":
      return truthOfConstant(value.constant);
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

function truthOfConstant(constant: Constant): boolean {
  if (constant.type === "none") return false;
  if (constant.type === "ellipsis") return true;
  return typeof constant.value === "bigint" ? constant.value !== 0n : Boolean(constant.value);
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
  if (left === right && !["unknown", "made", "xcom"].includes(left.kind)) return true;
  const kinds = [left.kind, right.kind];
  if (kinds.includes("unknown")) return equalOfCandidates(left, right, machine);
  if (kinds.some((kind) => kindsOfObjects.includes(kind))) return equalOfObjects(left, right);
  if (left.kind === "xcom" && right.kind === "xcom") return null; // equal where task and key are
  if ([left, right].some(isView) || (kinds.includes("external") && left.kind !== right.kind)) return null;
  const [a, b] = [hashOf(left, machine), hashOf(right, machine)];
  if (left.kind === "tuple" && right.kind === "tuple") return equalItems(left.items, right.items, machine);
  if (a !== null && b !== null) return a === b || (kinds.includes("external") ? null : false);
  if (left.kind === "list" && right.kind === "list") return equalLists(left, right, machine);
  if (left.kind === "dict" && right.kind === "dict") return equalDicts(left, right, machine);
  return left.kind === right.kind ? null : false;
}

/** What may have an `==` of its own, or hold what nobody knows. */
const kindsOfObjects: readonly Value["kind"][] = ["made", "path", "instance", "dagster"];

/** The keys or items of a dictionary, which are equal to a set of them. */
function isView(value: Value): boolean {
  return value.kind === "list" && value.type === "dict_view";
}

function equalOfObjects(left: Value, right: Value): boolean | null {
  const kinds = [left.kind, right.kind];
  if (kinds.includes("made")) return isNone(left) || isNone(right) ? false : null;
  if (kinds.includes("path") || kinds.includes("instance")) return null;
  return left.kind === right.kind ? null : false;
}

function equalLists(left: ListValue, right: ListValue, machine: Machine): boolean | null {
  if (doubtOf(left.doubts) !== null || doubtOf(right.doubts) !== null) return null;
  return left.type === right.type && equalItems(left.items, right.items, machine);
}

function equalDicts(left: DictValue, right: DictValue, machine: Machine): boolean | null {
  if (doubtOf(left.doubts) !== null || doubtOf(right.doubts) !== null) return null;
  if (left.entries.size !== right.entries.size) return false;
  const pairs = [...left.entries].map(([key, { value }]) => {
    const other = right.entries.get(key);
    return other === undefined ? false : isEqual(value, other.value, machine);
  });
  return pairs.includes(false) ? false : pairs.includes(null) ? null : true;
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
  if (isNone(left)) return mayBeNone(right);
  if (isNone(right)) return mayBeNone(left);
  if (left.kind === "constant" && right.kind === "constant") return isSameConstant(left.constant, right.constant);
  const kinds = [left.kind, right.kind];
  if (kinds.includes("unknown") || kinds.includes("made")) return null;
  if (left.kind === "external" && right.kind === "external") return left.name === right.name ? true : null;
  if (left.kind === "module" && right.kind === "module") return left.record === right.record;
  if (left === right) return true;
  return kinds.includes("dagster") || (left.kind === "native" && right.kind === "native") ? null : false;
}

/** Whether it is `None`; `null` where it is not known. */
function mayBeNone(value: Value): boolean | null {
  switch (value.kind) {
    case "constant":
      return isNone(value);
    case "unknown":
      return agree(value.candidates.map(mayBeNone));
    case "external":
      return isThing(value.name) ? false : null;
    case "dagster":
      return isDefinition(value) ? false : null;
    case "made":
      return truthOf(value) === true ? false : null;
    default:
      return false;
  }
}

/** Of two numbers or texts that are equal, Python may keep one or two. */
function isSameConstant(left: Constant, right: Constant): boolean | null {
  if (left.type !== right.type) return false;
  return left.type === "bool" && right.type === "bool" ? left.value === right.value : null;
}

/** `<`, `<=`, `>`, `>=` of numbers and strings; `null` where it is not known. */
export function orderOf(left: Value, right: Value): number | null {
  if (left.kind === "tuple" && right.kind === "tuple") return orderOfItems(left.items, right.items);
  if (left.kind !== "constant" || right.kind !== "constant") return null;
  const [a, b] = [left.constant, right.constant];
  if (a.type === "str" && b.type === "str") return compareByCodePoint(a.value, b.value);
  const [x, y] = [numberOf(left), numberOf(right)];
  return x === null || y === null ? null : x < y ? -1 : x > y ? 1 : 0;
}

function orderOfItems(left: readonly Value[], right: readonly Value[]): number | null {
  for (const [index, one] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = orderOf(one, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** As Python orders strings: by code points. */
function compareByCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [index, one] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (one !== other) return (one.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
  }
  return left.length - right.length;
}
