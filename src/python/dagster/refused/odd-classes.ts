import { quoteName } from "../../../formats/did-you-mean.ts";
import { externalBase, findMember, orderOfBases } from "../../evaluate/class.ts";
import { type Machine, raise } from "../../evaluate/machine.ts";
import type { Scope } from "../../evaluate/scope.ts";
import type { Site } from "../../evaluate/site.ts";
import type { ClassValue, InstanceValue, Value } from "../../evaluate/value.ts";
import type { Place } from "../../syntax/ast.ts";
import { hasPlainBases } from "../config-fields.ts";

const models = /^(dagster\.((Permissive)?Config$|Configurable)|pydantic\.BaseModel$)/;

/** What a model of pydantic may have without saying its type. */
const untyped: ReadonlySet<Value["kind"]> = new Set(["function", "class"]);

/** Looks for attributes of a config class or resource without a type, which pydantic refuses; in code locations alone. */
export function noteUntypedFields(made: ClassValue, place: Place, scope: Scope, machine: Machine): void {
  if (machine.surroundings.isPackaged !== true || !models.test(externalBase(made) ?? "")) return;
  for (const name of made.fields) {
    const value = made.members.get(name);
    if (made.annotations.has(name) || name.startsWith("_") || name === "model_config" || value === undefined) continue;
    const isField = /^(constant|list|dict|tuple|set)$/.test(value.kind) || isFieldMade(value);
    if (isField)
      raise(
        "PydanticUserError",
        `${quoteName(name)} of ${quoteName(made.name)} has no type annotation`,
        place,
        scope,
        true,
      );
    if (!untyped.has(value.kind)) machine.surprises += 1; // it may raise
  }
}

function isFieldMade(value: Value): boolean {
  return value.kind === "made" && /^pydantic(\.fields)?\.Field$/.test(value.by);
}

/** Looks whether an attribute of a config or resource may be set: what is made of a class of Dagster's is frozen. */
export function noteFrozen(owner: InstanceValue, name: string, { place, scope, machine }: Site): void {
  const base = externalBase(owner.class) ?? "";
  if (machine.surroundings.isPackaged !== true || !models.test(base)) return;
  const isPrivate = name.startsWith("_");
  const isPlain = base.startsWith("dagster.") && hasPlainBases(owner.class);
  if (isPlain && !isPrivate && findMember(owner.class, "__setattr__") === undefined)
    raise("DagsterInvalidInvocationError", `${quoteName(owner.class.name)} is frozen`, place, scope, true);
  const isDeclared = orderOfBases(owner.class).some((one) => one.annotations.has(name) || one.members.has(name));
  if (!isPrivate || !isDeclared) machine.surprises += 1; // it may raise
}

/** Whether a class has a method that is abstract, so that Python may refuse to make anything of it. */
export function isAbstract(made: ClassValue): boolean {
  const names = new Set(orderOfBases(made).flatMap(({ members }) => [...members.keys()]));
  return [...names].some((name) => {
    const value = findMember(made, name);
    const definition = value?.kind === "function" ? value.definition : null;
    return definition?.kind === "function" && definition.decorators.some(isAbstracting);
  });
}

function isAbstracting(decorator: { readonly kind: string; readonly id?: string; readonly name?: string }): boolean {
  return /^abstract\w+$/.test(decorator.id ?? decorator.name ?? "");
}
