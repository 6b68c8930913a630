import { quoteName } from "../../../formats/did-you-mean.ts";
import { externalBase } from "../../evaluate/class.ts";
import type { Machine } from "../../evaluate/machine.ts";
import type { Scope } from "../../evaluate/scope.ts";
import type { ClassValue } from "../../evaluate/value.ts";
import type { Expression } from "../../syntax/ast.ts";
import { valueOfAnnotation } from "../annotations.ts";
import { type ConfigField, configClassOf, defaultValueOf, fieldsOf, hasPlainBases } from "../config-fields.ts";
import { typeSchema } from "../config-types.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { fitsSchema } from "./default-fits.ts";
import { type Flaw, perhaps, surely } from "./flaw.ts";

const deepest = 5;

/** What is wrong with the config class that a function takes, of which Dagster makes a schema as soon as it is decorated. */
export function oddConfigs({ callee, symbol }: DagsterValue, machine: Machine): readonly Flaw[] {
  if (callee === null) return [];
  const parameters = symbol === "config_mapping" ? callee.parameters.slice(0, 1) : callee.parameters;
  const parameter = parameters.find(({ name }) => symbol === "config_mapping" || name === "config");
  const config = configClassOf(valueOfAnnotation(parameter?.annotation ?? null, callee.scope, machine));
  return config === null ? [] : fieldFlaws(config, machine);
}

/** What Dagster does not take of the fields of a config class or a resource. */
export function fieldFlaws(of: ClassValue, machine: Machine, depth = 0): readonly Flaw[] {
  if (depth > deepest || of.isOpaque || !hasPlainBases(of)) return perhaps(`the fields of ${quoteName(of.name)}`);
  return [...fieldsOf(of).values()].flatMap((field) => ofField(field, of, machine, depth));
}

/** Types that are no config, whatever else may be said of them. */
const never = /^(builtins\.(bytes|object|set|frozenset|tuple|complex)|datetime\.\w+|pathlib\.\w*Path|dagster\.EnvVar)$/;

function ofField(field: ConfigField, of: ClassValue, machine: Machine, depth: number): readonly Flaw[] {
  const { name, annotation, owner } = field;
  const shown = `the field ${quoteName(name)} of ${quoteName(of.name)}`;
  const type = typeSchema(annotation, owner.scope, machine, 0);
  if (type === "none") return [];
  const named = annotation.kind === "subscript" ? null : valueOfAnnotation(annotation, owner.scope, machine);
  if (named?.kind === "external" && never.test(named.name))
    return surely(
      `The field ${quoteName(name)} of ${quoteName(of.name)} is of a type of which Dagster makes no config`,
    );
  const within = configsIn(annotation, owner.scope, machine).flatMap((inner) => fieldFlaws(inner, machine, depth + 1));
  if (type === null) return isResourceClass(named) ? within : [...within, ...perhaps(shown)];
  if (type.schema.type === "null") return perhaps(shown);
  const value = defaultValueOf(field);
  if (value === null) return [...within, ...perhaps(shown)];
  // What stands for a whole config class is not held against it.
  if (value === "none" || type.schema.properties !== undefined) return within;
  const answer = fitsSchema(value, type.schema);
  if (answer === false)
    return surely(`The field ${quoteName(name)} of ${quoteName(of.name)} has a default that is not of its type`);
  return answer === null ? [...within, ...perhaps(`the default of ${shown}`)] : within;
}

/** The config classes that a type is made of. */
function configsIn(annotation: Expression, scope: Scope, machine: Machine, depth = 0): readonly ClassValue[] {
  const inner = (one: Expression): readonly ClassValue[] =>
    depth > deepest ? [] : configsIn(one, scope, machine, depth + 1);
  if (annotation.kind === "binary") return [...inner(annotation.left), ...inner(annotation.right)];
  if (annotation.kind === "tuple") return annotation.items.flatMap(inner);
  if (annotation.kind === "subscript") {
    const head = valueOfAnnotation(annotation.value, scope, machine);
    const own = head?.kind === "external" ? head.name.split(".").at(-1) : "";
    const [first] = annotation.index.kind === "tuple" ? annotation.index.items : [];
    if (own === "Annotated" && first !== undefined) return inner(first);
    return own === "Literal" ? [] : inner(annotation.index);
  }
  const found = configClassOf(valueOfAnnotation(annotation, scope, machine));
  return found === null ? [] : [found];
}

function isResourceClass(value: ReturnType<typeof valueOfAnnotation>): boolean {
  return value?.kind === "class" && /^dagster\.Configurable/.test(externalBase(value) ?? "");
}
