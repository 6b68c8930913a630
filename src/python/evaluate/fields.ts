import { argumentValue, hasUnknownArguments, positionals } from "./arguments.ts";
import { callValue } from "./call.ts";
import { externalBase, findMember, hasAny, orderOfBases } from "./class.ts";
import { isSame } from "./compare.ts";
import { callFunction } from "./function.ts";
import { doubtMade } from "./iterators.ts";
import { raise, textOf } from "./machine.ts";
import { ofBoolean, unknown } from "./make-values.ts";
import type { ClassValue, InstanceValue, NativeCall, Value } from "./value.ts";
import { isNone } from "./value-contents.ts";

/** A field of a dataclass, or of what is like one. */
interface Field {
  readonly name: string;
  /** As it is written. */
  readonly annotation: string;
  readonly isByKeyword: boolean;
  /** What the class says of it: its default, or a `field(…)`. */
  readonly member: Value | undefined;
}

/** Of models and resources, what is given too much or too little is for their own code to say; a model may change what it is given. */
type Kind = "plain" | "model" | "resource";

const fieldMaker = /\.(field|Field|attrib|ib)$/;

/** Arguments of a field that change nothing of what it holds. */
const plain =
  /^(default|default_factory|factory|init|kw_only|repr|hash|eq|order|compare|metadata|doc|title|description|examples?|[gl][et]|(min|max)_length|pattern)$/;

const afterwards = ["__post_init__", "__attrs_post_init__", "model_post_init"];

/** Gives an object its fields as the `__init__` does that a decorator or base makes. */
export function fillFields(made: InstanceValue, callee: ClassValue, call: NativeCall): void {
  const { machine } = call;
  const fields = allFields(callee);
  const base = externalBase(callee) ?? "";
  const kind = base.startsWith("pydantic.") ? "model" : base.startsWith("dagster.") ? "resource" : "plain";
  if (hasUnknownArguments(call.arguments) || isOdd(callee, fields, kind)) {
    const reason = `what \`${callee.name}()\` makes of its fields is not known`;
    made.doubts.all.push({ reason, frame: "always" });
    if (hasAny(callee, afterwards)) doubtMade(machine, reason);
    return;
  }
  const values = bindFields(fields, callee, kind, call);
  for (const { name, annotation } of fields) {
    const value = values.get(name) ?? unknown(name, true);
    if (!isOnlyForInit(annotation)) made.attributes.set(name, value);
  }
  const after = findMember(callee, "__post_init__");
  if (after?.kind !== "function") return;
  const more = fields.filter(({ annotation }) => isOnlyForInit(annotation)).map(({ name }) => values.get(name));
  const given = [made, ...more].map((value) => ({
    name: null,
    value: value ?? unknown("…"),
    place: call.place,
    text: "",
  }));
  callFunction(after, given, call);
}

function bindFields(
  fields: readonly Field[],
  callee: ClassValue,
  kind: Kind,
  call: NativeCall,
): ReadonlyMap<string, Value> {
  const wrong = (message: string): never => raise("TypeError", `${callee.name}() ${message}`, call.place, call.scope);
  const waiting = positionals(call.arguments).toReversed();
  const named = new Map(call.arguments.flatMap(({ name, value }) => (name === null ? [] : [[name, value] as const])));
  const values = new Map<string, Value>();
  for (const field of fields) {
    const isGiven = !isSetOf(field, "init", false);
    const given = isGiven ? (named.get(field.name) ?? (field.isByKeyword ? undefined : waiting.pop())) : undefined;
    if (isGiven) named.delete(field.name);
    const fitting =
      given !== undefined && kind === "model" && !fits(given, field.annotation) ? unknown(field.name, true) : given;
    const value = fitting ?? defaultOf(field.member, call);
    if (value !== undefined) values.set(field.name, value);
    else if (kind === "plain" && isGiven) wrong(`misses the argument '${field.name}'`);
  }
  if (kind === "plain" && (waiting.length > 0 || named.size > 0)) wrong("is given too much");
  return values;
}

/** Whether more is done to what is given than to keep it. */
function isOdd(callee: ClassValue, fields: readonly Field[], kind: Kind): boolean {
  const classes = orderOfBases(callee);
  const isAttrs = classes.some(({ decorators }) => decorators.some((one) => /^attrs?\./.test(nameOf(one))));
  // A validator, or another method that is decorated with what is not known.
  const isDecorated = classes.some(({ members }) => [...members.values()].some(({ kind }) => kind === "unknown"));
  return (
    classes.some(({ decorators }) => decorators.some((one) => one.kind === "made" && isGivenFalse(one, "init"))) ||
    fields.some(({ member }) => isMadeOddly(member)) ||
    (kind === "model" && (isDecorated || hasAny(callee, ["model_config", "Config", "model_post_init"]))) ||
    (isAttrs && (isDecorated || hasAny(callee, afterwards) || fields.some(({ name }) => name.startsWith("_"))))
  );
}

function isMadeOddly(member: Value | undefined): boolean {
  if (member?.kind !== "made") return false;
  if (/^attrs?\.Factory$/.test(member.by)) return true;
  return fieldMaker.test(member.by) && member.arguments.some(({ name }) => name !== null && !plain.test(name));
}

function isGivenFalse(made: Extract<Value, { kind: "made" }>, name: string): boolean {
  return isSame(argumentValue(made.arguments, name) ?? ofBoolean(true), ofBoolean(true)) !== true;
}

function isSetOf({ member }: Pick<Field, "member">, name: string, wanted: boolean): boolean {
  if (member?.kind !== "made" || !fieldMaker.test(member.by)) return false;
  const value = argumentValue(member.arguments, name);
  return value !== undefined && isSame(value, ofBoolean(wanted)) === true;
}

function nameOf(value: Value): string {
  return value.kind === "external" ? value.name : value.kind === "made" ? value.by : "";
}

/** The bases' fields come first, and keep their place when they are written again. */
function allFields(one: ClassValue): readonly Field[] {
  const found = new Map<string, Field>();
  for (const base of orderOfBases(one).toReversed())
    if (base === one || base.isDataclass) for (const field of ownFields(base)) found.set(field.name, field);
  return [...found.values()];
}

function ownFields(one: ClassValue): readonly Field[] {
  let isByKeyword = one.decorators.some(
    (decorator) => decorator.kind === "made" && argumentValue(decorator.arguments, "kw_only") !== undefined,
  );
  const fields: Field[] = [];
  for (const [name, written] of one.annotations) {
    const annotation = textOf(written, one.scope);
    const member = findMember(one, name);
    if (/\bKW_ONLY\b/.test(annotation)) isByKeyword = true;
    else if (!/\bClassVar\b/.test(annotation))
      fields.push({ name, annotation, member, isByKeyword: isByKeyword || isSetOf({ member }, "kw_only", true) });
  }
  // `x = attr.ib()` needs no annotation.
  for (const [name, member] of one.members)
    if (member.kind === "made" && /^attrs?\.(field|attrib|ib)$/.test(member.by) && !one.annotations.has(name))
      fields.push({ name, annotation: "", member, isByKeyword: isByKeyword || isSetOf({ member }, "kw_only", true) });
  return fields;
}

function isOnlyForInit(annotation: string): boolean {
  return /\bInitVar\b/.test(annotation);
}

/** `field(default=…)`, `field(default_factory=…)` */
function defaultOf(member: Value | undefined, call: NativeCall): Value | undefined {
  if (member?.kind !== "made" || !fieldMaker.test(member.by)) return member;
  const factory = argumentValue(member.arguments, "default_factory") ?? argumentValue(member.arguments, "factory");
  if (factory !== undefined) return callValue(factory, [], call);
  const value = argumentValue(member.arguments, "default", 0);
  return value?.kind === "constant" && value.constant.type === "ellipsis" ? undefined : value;
}

/** Whether a model of pydantic takes a value as it is. */
function fits(value: Value, annotation: string): boolean {
  const type = annotation.replace(/^(?:typing\.)?Optional\[(.*)\]$/, "$1 | None");
  if (/^(typing\.)?Any$/.test(type)) return true;
  const alternatives = type.split("|").map((one) => one.trim());
  if (isNone(value)) return alternatives.includes("None");
  return value.kind === "constant" && alternatives.includes(value.constant.type);
}
