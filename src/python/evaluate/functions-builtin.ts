import { argumentValue, positionals } from "./arguments.ts";
import { assignAttribute } from "./assign-attribute.ts";
import { readAttribute, readPerhaps } from "./attribute.ts";
import { truthOf } from "./compare.ts";
import { formatField } from "./format.ts";
import { isInstance } from "./is-instance.ts";
import { type KnownFunction, pure } from "./known-function.ts";
import { raise } from "./machine.ts";
import { none, ofBoolean, ofInteger, ofString, ofTuple } from "./make-values.ts";
import { moduleOf } from "./scope.ts";
import { toRepresentation, toText } from "./show-value.ts";
import type { Value } from "./value.ts";
import { integerOf, numberOf, stringOf } from "./value-contents.ts";

function text(value: string | null): Value | null {
  return value === null ? null : ofString(value);
}

/** Python's own functions of single values. */
export const builtinFunctions: Readonly<Record<string, KnownFunction>> = {
  __proto__: null as never,
  "builtins.str": pure(([value]) =>
    value === undefined ? ofString("") : value.kind === "path" ? { ...value, form: "str" } : text(toText(value)),
  ),
  "builtins.repr": pure(([value]) => (value === undefined ? null : text(toRepresentation(value)))),
  "builtins.int": pure(([value, base], { place, scope }) => {
    if (base !== undefined) return null;
    const number = numberOf(value);
    if (typeof number === "number") return ofInteger(Math.trunc(number));
    const digits = stringOf(value)?.trim();
    if (digits !== undefined && /^[ -/:-~]*$/.test(digits))
      raise("ValueError", `invalid literal for int() with base 10: '${digits.slice(0, 60)}'`, place, scope, true);
    return digits !== undefined && /^[+-]?\d{1,15}$/.test(digits) ? ofInteger(Number(digits)) : null;
  }),
  "builtins.float": pure(([value]) => {
    const number = numberOf(value);
    return typeof number === "number" ? { kind: "constant", constant: { type: "float", value: number } } : null;
  }),
  "builtins.bool": pure(([value]) => {
    const truth = value === undefined ? false : truthOf(value);
    return truth === null ? null : ofBoolean(truth);
  }),
  "builtins.abs": pure(([value]) => {
    const number = integerOf(value);
    return number === null ? null : ofInteger(Math.abs(number));
  }),
  "builtins.round": pure(([value, digits]) => {
    const number = numberOf(value);
    if (typeof number !== "number" || digits !== undefined) return null;
    // A half goes to the even one.
    const floor = Math.floor(number);
    const isHalf = number - floor === 0.5;
    return ofInteger(isHalf ? floor + Math.abs(floor % 2) : Math.round(number));
  }),
  "builtins.divmod": pure(([left, right]) => {
    const [a, b] = [integerOf(left), integerOf(right)];
    if (a === null || b === null || b === 0) return null;
    const quotient = Math.floor(a / b);
    return ofTuple([ofInteger(quotient), ofInteger(a - b * quotient)]);
  }),
  "builtins.chr": pure(([value]) => {
    const code = integerOf(value);
    return code === null || code < 0 || code > 0x10ffff ? null : ofString(String.fromCodePoint(code));
  }),
  "builtins.ord": pure(([value]) => {
    const [letter = "", ...more] = stringOf(value) ?? "";
    const point = letter.codePointAt(0);
    return point === undefined || more.length > 0 ? null : ofInteger(point);
  }),
  "builtins.format": pure(([value, format = ofString("")]) => {
    const written = stringOf(format);
    return value === undefined || written === null ? null : text(formatField(value, null, written));
  }),
  "builtins.isinstance": pure(([value, type]) =>
    value === undefined || type === undefined ? null : isInstance(value, type),
  ),
  "builtins.getattr": pure(([owner, name, fallback], call) => {
    const attribute = stringOf(name);
    if (owner === undefined || attribute === null) return null;
    if (owner.kind === "module" && !owner.record.scope.names.has(attribute))
      return owner.record.scope.names.has("__getattr__") ? null : (fallback ?? null);
    if (owner.kind === "instance" || owner.kind === "class" || owner.kind === "module" || owner.kind === "task")
      return (fallback === undefined ? readAttribute : readPerhaps)(owner, attribute, call);
    return owner.kind === "external" && fallback === undefined
      ? { kind: "external", name: `${owner.name}.${attribute}` }
      : null;
  }),
  "builtins.setattr": pure(([owner, name, value], call) => {
    const attribute = stringOf(name);
    if (owner === undefined || attribute === null || value === undefined) return null;
    if (!["instance", "dag", "task", "module", "class"].includes(owner.kind)) return null;
    assignAttribute(owner, attribute, value, call);
    return none;
  }),
  "builtins.type": pure(([value, ...more]) => (value?.kind === "instance" && more.length === 0 ? value.class : null)),
  "builtins.callable": pure(([value]) =>
    value?.kind === "function" || value?.kind === "class" ? ofBoolean(true) : null,
  ),
  "builtins.globals": ({ machine, scope }) => ({
    kind: "dict",
    entries: new Map(),
    doubts: { born: machine.frame, all: [] },
    globalsOf: moduleOf(scope).record,
  }),
  "builtins.locals": ({ machine, scope }) =>
    scope.kind === "module"
      ? { kind: "dict", entries: new Map(), doubts: { born: machine.frame, all: [] }, globalsOf: scope.record }
      : { kind: "made", by: "builtins.locals", arguments: [], text: "locals()" },
  "builtins.object": ({ text: written, arguments: given }) => ({
    kind: "made",
    by: "builtins.object",
    arguments: given,
    text: written,
  }),
  "builtins.staticmethod": pure(([value]) => mark(value, "__staticmethod__")),
  "builtins.classmethod": pure(([value]) => mark(value, "__classmethod__")),
  "builtins.property": pure(([value]) => mark(value, "__property__")),
  "builtins.open": (call) => {
    const [path] = positionals(call.arguments);
    const mode = stringOf(argumentValue(call.arguments, "mode", 1) ?? ofString("r"));
    return path?.kind === "path" && mode !== null && /^r[bt]?$/.test(mode)
      ? { ...path, form: "str", opened: { isRead: false } }
      : null;
  },
};

const marks = ["__staticmethod__", "__classmethod__", "__property__"];

/** A method of a kind of its own; what a second decorator of that sort makes of it is not known. */
function mark(value: Value | undefined, name: string): Value | null {
  if (value?.kind !== "function" || marks.some((one) => value.attributes.has(one))) return null;
  value.attributes.set(name, none);
  return value;
}
