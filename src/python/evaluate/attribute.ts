import { customPartial } from "../airflow/custom-operators.ts";
import { dagAttribute } from "../airflow/dag-attributes.ts";
import { groupAttribute } from "../airflow/groups.ts";
import { noteMissingAttribute } from "../airflow/missing-attributes.ts";
import { isOperatorLike } from "../airflow/symbols.ts";
import { taskAttribute } from "../airflow/task-attributes.ts";
import { xcomAttribute } from "../airflow/xcom.ts";
import { dagsterAttribute } from "../dagster/dagster-attributes.ts";
import { resourceMethod } from "../dagster/partial-resources.ts";
import { noteMissingMember, noteMissingName } from "../dagster/refused/missing-names.ts";
import { externalBase, findMember } from "./class.ts";
import { externalMember } from "./externals.ts";
import { callFunction } from "./function.ts";
import { joinValues } from "./join-values.ts";
import { importSubmodule } from "./load-module.ts";
import { doubtLoad, type Machine, step, surprise } from "./machine.ts";
import { native, ofString, unknown } from "./make-values.ts";
import { dictMethod } from "./methods-of-dict.ts";
import { listMethod } from "./methods-of-list.ts";
import { setMethod } from "./methods-of-set.ts";
import { stringMethod } from "./methods-of-string.ts";
import { lacksName, mayLackName } from "./package-names.ts";
import { pathAttribute } from "./paths.ts";
import { refuseAttribute } from "./plain-attributes.ts";
import type { Scope } from "./scope.ts";
import type { Site } from "./site.ts";
import { noteUnknownUse } from "./unknown-use.ts";
import type { InstanceValue, Value } from "./value.ts";

export function readAttribute(owner: Value, name: string, site: Site): Value {
  const { place, scope, machine } = site;
  const found = attributeOf(owner, name, site);
  noteMissingAttribute(owner, name, found, machine);
  if (found !== null) return found;
  refuseAttribute(owner, name, site);
  return surprise(machine, place, scope, isForeign(owner));
}

/** `getattr(owner, "name", fallback)` */
export function readPerhaps(owner: Value, name: string, site: Site): Value {
  return attributeOf(owner, name, site) ?? surprise(site.machine, site.place, site.scope, isForeign(owner));
}

/** A package of providers has the modules that are imported, and nothing else; trigger rules are in capitals. */
function noteMissing(owner: string, name: string, machine: Machine): void {
  const isOdd = lacksName(owner, name) || (/^airflow\..*\.TriggerRule$/.test(owner) && /^[a-z]+$/.test(name));
  if (isOdd) doubtLoad(machine, `whether \`${owner}.${name.slice(0, 60)}\` is there is not known`);
  if (!/^airflow\.providers(?:\.[a-z]\w*)*$/.test(owner) || name.startsWith("_")) return;
  step(machine, machine.imported.size);
  const inside = [...machine.imported].filter((one) => one.startsWith(`${owner}.`));
  if (inside.length > 0 && !inside.some((one) => `${one}.`.startsWith(`${owner}.${name}.`)))
    doubtLoad(machine, `whether \`${owner}.${name}\` is there is not known`);
}

function isForeign(owner: Value): boolean {
  if (owner.kind === "unknown") return owner.isForeign;
  return !["constant", "made", "external", "path", "list", "tuple", "dict", "set"].includes(owner.kind);
}

function attributeOf(owner: Value, name: string, site: Site): Value | null {
  const { machine } = site;
  switch (owner.kind) {
    case "constant":
      return owner.constant.type === "str" ? stringMethod(owner.constant.value, name) : null;
    case "list":
      return listMethod(owner, name) ?? unknownMethod(owner, name, machine);
    case "tuple":
      return name === "index" || name === "count"
        ? listMethod({ kind: "list", items: [...owner.items], doubts: { born: null, all: [] } }, name)
        : null;
    case "dict":
      return dictMethod(owner, name) ?? unknownMethod(owner, name, machine);
    case "set":
      return setMethod(owner, name) ?? unknownMethod(owner, name, machine);
    case "generator":
      return unknownMethod(owner, name, machine);
    case "path":
      return pathAttribute(owner, name);
    case "module":
      return owner.record.scope.names.get(name) ?? importSubmodule(owner.record, name, machine);
    case "external":
      noteMissingName(`${owner.name}.${name}`, "AttributeError", site);
      noteMissing(owner.name, name, machine);
      if (machine.surroundings.isPackaged === true && mayLackName(`${owner.name}.${name}`)) machine.surprises += 1;
      return externalMember(owner, name);
    case "dag":
      return dagAttribute(owner, name);
    case "task":
      return taskAttribute(owner, name, machine);
    case "group":
      return groupAttribute(owner, name);
    case "xcom":
      return xcomAttribute(owner, name);
    case "dagster":
      noteMissingMember(owner, name, machine);
      return dagsterAttribute(owner, name);
    case "native":
      return name === "__name__" ? ofString(owner.name) : (owner.members?.(name) ?? null);
    case "function":
      if (owner.attributes.has(name) || !/^__(qual)?name__$/.test(name)) return owner.attributes.get(name) ?? null;
      return name === "__name__" ? ofString(owner.name) : qualifiedName(owner.name, owner.scope);
    case "class":
      if (name === "__name__") return ofString(owner.name);
      return owner.isOpaque ? null : (classAttribute(owner, name) ?? resourceMethod(owner, name));
    case "instance":
      return instanceAttribute(owner, name, site);
    case "unknown": {
      if (owner.candidates.length === 0) return null;
      const found = owner.candidates.map((one) => attributeOf(one, name, site));
      const known = found.filter((one) => one !== null);
      // A method may change whichever it is.
      if (known.length < found.length || known.some((one) => one.kind === "native"))
        noteUnknownUse([owner], `what \`.${name}()\` is called on is not known`, machine);
      return known.length === found.length ? joinValues(known, name) : null;
    }
    default:
      return null;
  }
}

/** `__qualname__` of what is defined in a scope. */
function qualifiedName(name: string, scope: Scope | null): Value | null {
  if (scope?.kind === "module") return ofString(name);
  const owner = scope?.kind === "class" ? scope.names.get("__class__") : undefined;
  return owner?.kind === "class" ? qualifiedName(`${owner.name}.${name}`, owner.scope.parent) : null;
}

/** It may change what it is called on. */
function unknownMethod(owner: Value, name: string, machine: Machine): null {
  noteUnknownUse([owner], `what \`.${name}()\` does is not known`, machine);
  return null;
}

function classAttribute(owner: Extract<Value, { kind: "class" }>, name: string): Value | null {
  if (name === "__qualname__") return qualifiedName(owner.name, owner.scope.parent);
  const found = findMember(owner, name);
  if (found?.kind === "instance" && findMember(found.class, "__get__") !== undefined) return null;
  if (found?.kind === "function" && found.attributes.has("__classmethod__")) return bind(found, owner);
  if (found !== undefined || name !== "partial") return found ?? null;
  const base = externalBase(owner);
  return base !== null && isOperatorLike(base) ? customPartial(owner, base) : null;
}

function instanceAttribute(owner: InstanceValue, name: string, site: Site): Value | null {
  if (name === "__class__") return owner.class;
  if (name === "__dict__" || findMember(owner.class, "__getattribute__") !== undefined)
    return unknownMethod(owner, name, site.machine);
  const own = owner.attributes.get(name);
  const found = findMember(owner.class, name);
  const isUnsure = owner.doubts.all.some(({ frame }) => frame === "always") && found?.kind !== "function";
  if (isUnsure || (owner.doubts.all.length > 0 && owner.attributes.has(name))) return unknown(name, true);
  const isProperty = found?.kind === "function" && found.attributes.has("__property__");
  if (own !== undefined && !isProperty) return own;
  if (found?.kind === "instance" && findMember(found.class, "__get__") !== undefined) return null;
  if (found?.kind !== "function") return found ?? null;
  if (found.attributes.has("__staticmethod__")) return found;
  if (found.attributes.has("__property__"))
    return callFunction(found, [{ name: null, value: owner, place: site.place, text: "self" }], site);
  return bind(found, found.attributes.has("__classmethod__") ? owner.class : owner);
}

function bind(method: Extract<Value, { kind: "function" }>, self: Value): Value {
  return native(method.name, ({ machine, arguments: given, place }) => {
    const all = [{ name: null, value: self, place, text: "self" }, ...given];
    return callFunction(method, all, { place, scope: method.scope, machine });
  });
}
