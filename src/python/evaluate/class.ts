import { makeCustomTask } from "../airflow/custom-operators.ts";
import { isOperatorLike } from "../airflow/symbols.ts";
import type { ClassDefinition } from "../syntax/ast.ts";
import { callValue, doubtCall } from "./call.ts";
import { callExternal } from "./call-external.ts";
import { evaluate } from "./evaluate.ts";
import { callFunction } from "./function.ts";
import { doubtMade } from "./iterators.ts";
import { isAlike } from "./join-values.ts";
import { assign, type Machine } from "./machine.ts";
import { isHarmless } from "./packages.ts";
import { runBlock } from "./run.ts";
import { createScope, type Scope } from "./scope.ts";
import { type ClassValue, type InstanceValue, type NativeCall, none, ofString, unknown, type Value } from "./value.ts";

/** Decorators of classes that are known: they run nothing, and give back the class. */
const quiet = /^(dataclasses|attrs?|functools|abc|typing|enum)\./;

/** `class`, with its decorators. */
export function defineClass(node: ClassDefinition, scope: Scope, machine: Machine): void {
  const decorators = node.decorators.map((one) => evaluate(one, scope, machine));
  const isDataclass = decorators.some((one) =>
    /^(dataclasses\.dataclass|attrs?\.(define|frozen|s|dataclass))$/.test(nameOf(one)),
  );
  const bases = node.bases.filter((one) => one.name === null).map((one) => evaluate(one.value, scope, machine));
  const inner = createScope("class", scope, scope.record);
  runBlock(node.body, inner, machine);
  const fields = node.body.flatMap((statement) =>
    statement.kind === "assign" && statement.targets[0]?.kind === "name" ? [statement.targets[0].id] : [],
  );
  const made: ClassValue = {
    kind: "class",
    name: node.name,
    bases,
    members: inner.names,
    fields,
    annotations: new Map(
      node.body.flatMap((statement) => {
        const [target] = statement.kind === "assign" ? statement.targets : [];
        if (statement.kind !== "assign" || target?.kind !== "name" || statement.annotation === null) return [];
        return [[target.id, statement.annotation] as const];
      }),
    ),
    isDataclass: isDataclass || bases.some((base) => /^typing\.NamedTuple$|^pydantic\.BaseModel$/.test(nameOf(base))),
    scope: inner,
    isOpaque: false,
  };
  inner.names.set("__class__", made);
  if (bases.some((base) => /^enum\.(Str|Int)?Enum$/.test(nameOf(base)))) makeMembers(made, machine);
  let value: Value = made;
  if (isMadeByCode(node, bases, scope, machine)) {
    const reason = `what the class \`${node.name}\` is made by is not known`;
    doubtMade(machine, reason);
    value = { ...made, isOpaque: true };
  }
  for (const [index, decorator] of [...decorators.entries()].toReversed()) {
    const written = node.decorators[index];
    if (written === undefined || quiet.test(nameOf(decorator))) continue;
    const given = [{ name: null, value, place: node.namePlace, text: node.name }];
    if (isHarmless(nameOf(decorator))) value = { ...made, isOpaque: true };
    else value = callValue(decorator, given, written, scope, machine);
  }
  assign(machine, scope, node.name, value);
}

/** Whether a metaclass or `__init_subclass__` has part in it, or a member that is told its name. */
function isMadeByCode(node: ClassDefinition, bases: readonly Value[], scope: Scope, machine: Machine): boolean {
  const isOfClass = bases.some(
    (base) => base.kind === "class" && (base.isOpaque || findMember(base, "__init_subclass__") !== undefined),
  );
  const keywords = node.bases.filter((one) => one.name !== null);
  return (
    isOfClass ||
    keywords.some((one) => one.name === "metaclass" && !plainMeta.test(nameOf(evaluate(one.value, scope, machine))))
  );
}

const plainMeta = /^(abc\.ABCMeta|enum\.Enum(Meta|Type)|builtins\.type)$/;

function nameOf(value: Value): string {
  return value.kind === "external" ? value.name : value.kind === "made" ? value.by : "";
}

/** The members of an enumeration are instances with a name and a value. */
function makeMembers(made: ClassValue, machine: Machine): void {
  const members: Value[] = [];
  for (const name of made.fields) {
    const value = made.members.get(name);
    if (value === undefined || name.startsWith("_")) continue;
    // A second name for a value is no member of its own.
    const twin = members.find((one) => one.kind === "instance" && isAlike(one.attributes.get("value") ?? none, value));
    if (twin !== undefined) {
      made.members.set(name, twin);
      continue;
    }
    const attributes = new Map([
      ["name", ofString(name)],
      ["value", value],
    ]);
    const member: Value = { kind: "instance", class: made, attributes, doubts: { born: machine.frame, all: [] } };
    made.members.set(name, member);
    members.push(member);
  }
  made.members.set("__members__", { kind: "list", items: members, doubts: { born: machine.frame, all: [] } });
}

/** Looks a member up in a class and those of its bases that are known. */
export function findMember(one: ClassValue, name: string): Value | undefined {
  const own = one.members.get(name);
  if (own !== undefined || one.bases.length === 0) return own;
  return orderOfBases(one)
    .find((base) => base.members.has(name))
    ?.members.get(name);
}

/** A class and those of its bases that are known, in the order in which Python looks into them (`__mro__`). */
export function orderOfBases(one: ClassValue, depth = 0): readonly ClassValue[] {
  const bases = one.bases.filter((base) => base.kind === "class");
  if (depth > 20) return [one];
  const waiting = [...bases.map((base) => orderOfBases(base, depth + 1)), bases].filter((list) => list.length > 0);
  const found = [one];
  for (let lists = waiting; lists.length > 0; ) {
    const [next] = lists.flatMap(([first]) =>
      first !== undefined && !lists.some((list) => list.slice(1).includes(first)) ? [first] : [],
    );
    if (next === undefined) break; // Python refuses such a class
    found.push(next);
    lists = lists.map((list) => list.filter((base) => base !== next)).filter((list) => list.length > 0);
  }
  return found;
}

export function hasAny(one: ClassValue, names: readonly string[]): boolean {
  return names.some((name) => findMember(one, name) !== undefined);
}

/** The first class of a package that a class comes from. */
export function externalBase(one: ClassValue, depth = 0): string | null {
  for (const base of one.bases) {
    if (base.kind === "external" && !/^(abc|typing|builtins)\./.test(base.name)) return base.name;
    const found = base.kind === "class" && depth < 20 ? externalBase(base, depth + 1) : null;
    if (found !== null) return found;
  }
  return null;
}

function hasUnknownBase(one: ClassValue, depth = 0): boolean {
  return one.bases.some((base) =>
    base.kind === "class" ? depth > 20 || hasUnknownBase(base, depth + 1) : base.kind !== "external",
  );
}

/** Calls a class. */
export function instantiate(callee: ClassValue, call: NativeCall): Value {
  const base = externalBase(callee);
  const { machine, scope, node } = call;
  if (callee.isOpaque || hasUnknownBase(callee)) return doubtCall(callee.name, call.arguments, node, scope, machine);
  if (base !== null && isOperatorLike(base)) return makeCustomTask(callee, base, call);
  if (hasAny(callee, ["__new__"])) return doubtCall(callee.name, call.arguments, node, scope, machine);
  const init = findMember(callee, "__init__");
  if (base !== null && /(^|\.)(DAG|TaskGroup)$/.test(base)) {
    if (init === undefined) return callExternal(base, call);
    return doubtCall(callee.name, call.arguments, node, scope, machine);
  }
  if (callee.members.has("__members__")) return unknown(call.text);
  const made: InstanceValue = {
    kind: "instance",
    class: callee,
    attributes: new Map(),
    doubts: { born: machine.frame, all: [] },
  };
  if (init?.kind === "function") {
    const self = { name: null, value: made, place: call.place, text: "self" };
    callFunction(init, [self, ...call.arguments], call.place, scope, machine);
  } else if (callee.isDataclass || /^dagster\.Configurable/.test(base ?? "")) fillFields(made, callee, call);
  return made;
}

function fillFields(made: InstanceValue, callee: ClassValue, call: NativeCall): void {
  let at = 0;
  const positional = call.arguments.filter((one) => one.name === null);
  for (const field of allFields(callee)) {
    const named = call.arguments.find((one) => one.name === field);
    const value = named?.value ?? positional[at++]?.value ?? defaultOf(findMember(callee, field), call);
    made.attributes.set(field, value ?? unknown(field, true));
  }
  const after = findMember(callee, "__post_init__");
  if (after?.kind === "function")
    callFunction(
      after,
      [{ name: null, value: made, place: call.place, text: "self" }],
      call.place,
      call.scope,
      call.machine,
    );
}

function allFields(one: ClassValue): readonly string[] {
  const inherited = one.bases.flatMap((base) => (base.kind === "class" ? allFields(base) : []));
  return [...new Set([...inherited, ...one.fields])];
}

/** `field(default=…)`, `field(default_factory=…)` */
function defaultOf(member: Value | undefined, call: NativeCall): Value | undefined {
  if (member?.kind !== "made") return member;
  if (!/\.(field|Field|attrib|ib)$/.test(member.by)) return member;
  const factory = member.arguments.find((one) => one.name === "default_factory")?.value;
  if (factory?.kind === "external") return callExternal(factory.name, { ...call, arguments: [] });
  return member.arguments.find((one) => one.name === "default")?.value;
}
