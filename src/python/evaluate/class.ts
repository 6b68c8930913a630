import { makeCustomTask } from "../airflow/custom-operators.ts";
import { isOperatorLike } from "../airflow/symbols.ts";
import { isAbstract, noteUntypedFields } from "../dagster/refused/odd-classes.ts";
import { noteOddFields } from "../dagster/resource-fields.ts";
import type { ClassDefinition } from "../syntax/ast.ts";
import { localNames } from "../syntax/local-names.ts";
import { callValue, doubtCall } from "./call.ts";
import { callExternal } from "./call-external.ts";
import { isEnumeration, makeMembers, memberOfValue, refuseTwins } from "./enum-members.ts";
import { evaluate } from "./evaluate.ts";
import { fillFields } from "./fields.ts";
import { callFunction } from "./function.ts";
import { doubtMade } from "./iterators.ts";
import { assign, doubtAll, doubtLoad, type Machine } from "./machine.ts";
import { unknown } from "./make-values.ts";
import { isHarmless } from "./packages.ts";
import { runBlock } from "./run.ts";
import { createScope, type Scope } from "./scope.ts";
import type { ClassValue, InstanceValue, NativeCall, Value } from "./value.ts";

/** Decorators of classes that are known: they run nothing, and give back the class. */
const quiet = /^(dataclasses|attrs?|functools|abc|typing|enum)\./;

/** `class`, with its decorators. */
export function defineClass(node: ClassDefinition, scope: Scope, machine: Machine): void {
  const decorators = node.decorators.map((one) => evaluate(one, scope, machine));
  const isDataclass = decorators.some((one) =>
    /^(dataclasses\.dataclass|attrs?\.(define|frozen|s|dataclass))$/.test(nameOf(one)),
  );
  const bases = node.bases.filter((one) => one.name === null).map((one) => evaluate(one.value, scope, machine));
  const inner = createScope("class", scope, scope.record, localNames(node.body), node.name);
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
    isDataclass: isDataclass || bases.some(isLikeDataclass),
    decorators,
    scope: inner,
    isOpaque: false,
  };
  inner.names.set("__class__", made);
  noteUntypedFields(made, node.namePlace, scope, machine);
  if (isEnumeration(bases)) {
    refuseTwins(node, made, scope);
    makeMembers(made, machine);
  } else if (bases.some((base) => /^enum\.(Int)?Flag$/.test(nameOf(base))))
    for (const name of fields) made.members.set(name, unknown(`${node.name}.${name}`));
  let value: Value = made;
  if (isMadeByCode(node, made, scope, machine)) {
    const reason = `what the class \`${node.name}\` is made by is not known`;
    doubtMade(machine, reason);
    value = { ...made, isOpaque: true };
  }
  for (const [index, decorator] of [...decorators.entries()].toReversed()) {
    const written = node.decorators[index];
    if (written === undefined || quiet.test(nameOf(decorator))) continue;
    const given = [{ name: null, value, place: node.namePlace, text: node.name }];
    if (isHarmless(nameOf(decorator))) value = { ...made, isOpaque: true };
    else value = callValue(decorator, given, { place: written, scope, machine });
  }
  assign(machine, scope, node.name, value);
}

const model = /^(pydantic\.BaseModel$|dagster\.Configurable)/;

function isLikeDataclass(base: Value): boolean {
  if (base.kind === "class") return model.test(externalBase(base) ?? "");
  return model.test(nameOf(base)) || nameOf(base) === "typing.NamedTuple";
}

/** Whether a metaclass or `__init_subclass__` has part in it, or a member that is told its name. */
function isMadeByCode(node: ClassDefinition, { bases, members }: ClassValue, scope: Scope, machine: Machine): boolean {
  const isOfClass = bases.some(
    (base) => base.kind === "class" && (base.isOpaque || findMember(base, "__init_subclass__") !== undefined),
  );
  const isTold = [...members.values()].some((one) => one.kind === "instance" && hasAny(one.class, ["__set_name__"]));
  const keywords = node.bases.filter((one) => one.name !== null);
  return (
    isOfClass ||
    isTold ||
    keywords.some((one) => one.name === "metaclass" && !plainMeta.test(nameOf(evaluate(one.value, scope, machine))))
  );
}

const plainMeta = /^(abc\.ABCMeta|enum\.Enum(Meta|Type)|builtins\.type)$/;

function nameOf(value: Value): string {
  return value.kind === "external" ? value.name : value.kind === "made" ? value.by : "";
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
  const { machine } = call;
  if (callee.isOpaque || hasUnknownBase(callee)) return doubtCall(callee.name, call.arguments, call);
  if (base !== null && isOperatorLike(base)) return makeCustomTask(callee, base, call);
  if (hasAny(callee, ["__new__"])) return doubtCall(callee.name, call.arguments, call);
  const init = findMember(callee, "__init__");
  const isStrange = init !== undefined && init.kind !== "function";
  if (isStrange) return doubtCall(callee.name, call.arguments, call);
  if (base !== null && /(^|\.)(DAG|TaskGroup)$/.test(base)) {
    if (init === undefined) return callExternal(base, call);
    return doubtCall(callee.name, call.arguments, call);
  }
  if (callee.members.has("__members__")) return memberOfValue(callee, call);
  if (isAbstract(callee)) {
    machine.surprises += 1; // it may raise
    doubtLoad(machine, `whether \`${callee.name.slice(0, 60)}\` can be made is not known`);
  }
  const made: InstanceValue = {
    kind: "instance",
    class: callee,
    attributes: new Map(),
    doubts: { born: machine.frame, all: [] },
  };
  // A decorator makes one where the class has none of its own.
  const maker = orderOfBases(callee).find((one) => one.isDataclass || one.members.has("__init__"));
  if (init?.kind === "function" && maker?.members.has("__init__") === true) {
    const self = { name: null, value: made, place: call.place, text: "self" };
    callFunction(init, [self, ...call.arguments], call);
  } else if (maker?.isDataclass === true) fillFields(made, callee, call);
  if (init === undefined && /^dagster\.Config/.test(base ?? "")) noteOddFields(made, call);
  else if (isBare(callee, call)) {
    const reason = `whether \`${callee.name.slice(0, 60)}\` takes arguments is not known`;
    if (machine.surroundings.isPackaged === true) doubtAll(machine, reason);
    doubtLoad(machine, reason);
  }
  return made;
}

/** Whether a class that says nothing of how it is made is given arguments. */
function isBare(callee: ClassValue, { arguments: given }: NativeCall): boolean {
  const all = orderOfBases(callee);
  return (
    given.length > 0 &&
    externalBase(callee) === null &&
    !all.some((one) => one.isDataclass || one.members.has("__init__"))
  );
}
