import { quoteName } from "../../../formats/did-you-mean.ts";
import { externalBase } from "../../evaluate/class.ts";
import type { Machine } from "../../evaluate/machine.ts";
import type { ClassValue } from "../../evaluate/value.ts";
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
  const inner = configClassOf(named);
  const within = inner === null ? [] : fieldFlaws(inner, machine, depth + 1);
  if (type === null) return isResourceClass(named) ? within : [...within, ...perhaps(shown)];
  if (type.schema.type === "null") return perhaps(shown);
  const value = defaultValueOf(field);
  if (value === null) return [...within, ...perhaps(shown)];
  if (value === "none") return within;
  const answer = fitsSchema(value, type.schema);
  if (answer === false)
    return surely(`The field ${quoteName(name)} of ${quoteName(of.name)} has a default that is not of its type`);
  return answer === null ? [...within, ...perhaps(`the default of ${shown}`)] : within;
}

function isResourceClass(value: ReturnType<typeof valueOfAnnotation>): boolean {
  return value?.kind === "class" && /^dagster\.Configurable/.test(externalBase(value) ?? "");
}
