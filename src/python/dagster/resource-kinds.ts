import { argumentValue, hasUnknownArguments } from "../evaluate/arguments.ts";
import { externalBase } from "../evaluate/class.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import { isHarmless } from "../evaluate/packages.ts";
import type { ClassValue, Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import type { DagsterValue } from "./dagster-values.ts";

/** The texts of a list or set that is given as an argument; `null` where they are not all known. */
export function textsOf(given: Value | undefined): readonly string[] | null {
  if (given === undefined || isNone(given)) return [];
  if (given.kind !== "set" && given.kind !== "list" && given.kind !== "tuple") return null;
  if (given.kind !== "tuple" && doubtOf(given.doubts) !== null) return null;
  const items = given.kind === "set" ? [...given.items.values()] : given.items;
  const texts = items.map(stringOf);
  return texts.every((text) => text !== null) ? texts : null;
}

/** What is called, as it is written: `S3Resource` of `aws.S3Resource(region="x")`. */
function calledIn(text: string): string {
  return /^(?:\w+\.)*(\w+)\(/.exec(text)?.[1] ?? "";
}

/** Whether a resource can store what ops give; `null` where that is not known. */
export function isManager(value: Value): boolean | null {
  switch (value.kind) {
    case "dagster":
      return value.base === null ? isManagerSymbol(value.symbol) : isManager(value.base);
    case "instance":
      return isManagerClass(value.class);
    case "external":
      return managerNames.test(value.name) ? true : null;
    case "made":
      return managerNames.test(value.by) ? true : isHarmless(value.by) ? false : null;
    case "unknown":
      return managerNames.test(calledIn(value.text)) ? true : null;
    default:
      return false;
  }
}

const managerNames = /IOManager(Factory)?$|(^|[._])io_manager$/;

function isManagerSymbol(symbol: string): boolean | null {
  if (/^io_manager$|IOManager(Definition)?(\.\w+)?$/.test(symbol)) return true;
  return /^resource$|^ResourceDefinition(\.\w+)?$|(Resource|Client)$|^EnvVar$/.test(symbol) ? false : null;
}

function isManagerClass(one: ClassValue): boolean | null {
  const base = externalBase(one);
  if (base === null) return one.bases.every(({ kind }) => kind === "class") ? false : null;
  return managerNames.test(base) ? true : /^dagster\.\w*(Resource|Client)$/.test(base) ? false : null;
}

/** The names of the resources that a resource needs itself; `null` where they are not known. */
export function keysNeededBy(value: Value): readonly string[] | null {
  switch (value.kind) {
    case "dagster":
      return value.base === null ? keysOfDefinition(value) : keysNeededBy(value.base);
    case "external":
      return value.name.startsWith("dagster.") || takesOthers.test(value.name) || isHarmless(value.name) ? [] : null;
    case "made":
      return isHarmless(value.by) || takesOthers.test(value.by) ? [] : null;
    case "unknown":
      return takesOthers.test(calledIn(value.text)) ? [] : null;
    default:
      return [];
  }
}

function keysOfDefinition({ symbol, arguments: given }: DagsterValue): readonly string[] | null {
  const at = keyPlaces[symbol];
  if (at === undefined) return takesOthers.test(symbol) || /Definition\.\w+$|^EnvVar$/.test(symbol) ? [] : null;
  return hasUnknownArguments(given) ? null : textsOf(argumentValue(given, "required_resource_keys", at));
}

/** Where `required_resource_keys` stands among the arguments. */
const keyPlaces: Readonly<Record<string, number>> = {
  __proto__: null as never,
  resource: 2,
  io_manager: 2,
  ResourceDefinition: 3,
  IOManagerDefinition: 3,
};

/** Classes of resources take others as arguments, if at all. */
const takesOthers = /(^|\.)[A-Z]\w*(Resource|IOManager|Client)(\.configure_at_launch)?$/;

/** The resources that a resource holds as its fields, and these in turn. */
export function nestedIn(value: Value, depth = 0): readonly Value[] {
  if (value.kind !== "instance" || depth > 5) return [];
  return [...value.attributes.values()].flatMap((one) => [one, ...nestedIn(one, depth + 1)]);
}
