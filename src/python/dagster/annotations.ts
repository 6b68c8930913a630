import { externalBase } from "../evaluate/class.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import type { Machine } from "../evaluate/machine.ts";
import { isHarmless } from "../evaluate/packages.ts";
import { PythonRaise } from "../evaluate/python-raise.ts";
import { lookUp, type Scope } from "../evaluate/scope.ts";
import type { Value } from "../evaluate/value.ts";
import { stringOf } from "../evaluate/value-contents.ts";
import type { Expression } from "../syntax/ast.ts";

/** What an annotation stands for; `null` where that is not known. Text stands for the name in it. */
export function valueOfAnnotation(annotation: Expression | null, scope: Scope, machine: Machine): Value | null {
  if (annotation === null) return null;
  try {
    const value = evaluate(annotation, scope, machine);
    const name = stringOf(value);
    return name === null ? value : (lookUp(scope, name) ?? null);
  } catch (error) {
    if (error instanceof PythonRaise) return null;
    throw error;
  }
}

/** Whether an annotation is text when Python reads it. */
export function isTextual(annotation: Expression, { record }: Scope): boolean {
  const { source } = record.syntax;
  return annotation.kind === "constant" || /^from __future__ import .*\bannotations\b/m.test(source);
}

const resourceBases =
  /^dagster\.(ConfigurableResource|ConfigurableIOManager|ConfigurableResourceFactory|ConfigurableIOManagerFactory|ConfigurableLegacy\w+|ResourceDefinition|IOManagerDefinition|PipesClient|PipesSubprocessClient|TreatAsResourceParam|\w+Resource|\w+IOManager)$/;

/** Whether a parameter with this annotation is a resource, rather than an input; `null` where that is not known. */
export function isResource(annotation: Expression | null, scope: Scope, machine: Machine): boolean | null {
  if (annotation === null) return false;
  const head = annotation.kind === "subscript" ? annotation.value : annotation;
  const value = valueOfAnnotation(head, scope, machine);
  if (value === null) return null;
  if (value.kind === "class") {
    const base = externalBase(value);
    if (base !== null) return isResourceName(base);
    return value.bases.every((one) => one.kind === "class" || one.kind === "external") ? false : null;
  }
  if (value.kind !== "external") return value.kind === "constant" ? false : null;
  if (value.name === "dagster.ResourceParam") return isTwice(annotation, scope, machine) ? null : true;
  if (annotation.kind === "subscript") return isPlain(value.name) ? false : null;
  return isResourceName(value.name);
}

function isResourceName(name: string): boolean | null {
  if (resourceBases.test(name)) return true;
  return isPlain(name) ? false : isTold(name);
}

/** `ResourceParam[ResourceParam]` is none. */
function isTwice(annotation: Expression, scope: Scope, machine: Machine): boolean {
  const inner = annotation.kind === "subscript" ? annotation.index : null;
  const value = valueOfAnnotation(inner?.kind === "subscript" ? inner.value : inner, scope, machine);
  return value?.kind === "external" && value.name === "dagster.ResourceParam";
}

function isPlain(name: string): boolean {
  return name.startsWith("builtins.") || name.startsWith("dagster.") || isHarmless(name);
}

/** The integrations of Dagster say what is a resource in its name. */
function isTold(name: string): true | null {
  return /^dagster_\w+\./.test(name) && /(?:Resource|IOManager|Client)$/.test(name) ? true : null;
}
