import { argumentValue } from "../evaluate/arguments.ts";
import type { Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import { type AssetKey, keyText } from "./asset-keys.ts";
import type { DagsterValue } from "./dagster-values.ts";

/** One asset, before those that it depends on are looked up. */
export interface AssetFacts {
  readonly key: AssetKey;
  /** `null` where it is not constant. */
  readonly group: string | null;
  readonly deps: readonly AssetKey[];
  /** Those of them whose data it takes, so that they must be there. */
  readonly inputs: readonly AssetKey[];
  readonly kind: "materializable" | "observable" | "external";
  /** The class of its partitions, `none`, or `null` where it is not known. */
  readonly partitions: string | null;
  readonly partitionsValue: Value | null;
  readonly isAutomated: boolean | null;
  readonly definition: DagsterValue;
  readonly tags: Value | undefined;
  /** What the code location was given of it; absent where a schedule or sensor alone brings it. */
  readonly given?: DagsterValue;
  /** Why not all of this is known. */
  readonly reason: string | null;
}

export function groupOf(value: Value | undefined): string | null {
  return value === undefined || isNone(value) ? "default" : stringOf(value);
}

export function partitionsOf(value: Value | undefined | null): string | null {
  if (value === undefined || value === null || isNone(value)) return "none";
  if (value.kind !== "dagster" || !/^\w+PartitionsDefinition$/.test(value.symbol)) return null;
  return value.symbol;
}

function isAutomated(value: DagsterValue): boolean | null {
  const given = ["automation_condition", "auto_materialize_policy"].map((name) => argumentValue(value.arguments, name));
  const known = given.filter((one) => one !== undefined && !isNone(one));
  if (known.length === 0) return hasOpenArguments(value) ? null : false;
  return known.some((one) => one?.kind === "dagster") ? true : null;
}

export function commonFacts(value: DagsterValue, definition: DagsterValue) {
  const partitions =
    argumentValue(value.arguments, "partitions_def") ?? argumentValue(definition.arguments, "partitions_def");
  return {
    partitions: partitionsOf(partitions),
    partitionsValue: partitions === undefined || isNone(partitions) ? null : partitions,
    isAutomated: isAutomated(value),
    definition,
    tags: argumentValue(value.arguments, "tags"),
  };
}

export function openReason(value: DagsterValue): string | null {
  return hasOpenArguments(value) ? "arguments are passed on that are not known" : null;
}

export function uniqueKeys(keys: readonly AssetKey[]): readonly AssetKey[] {
  return [...new Map(keys.map((key) => [keyText(key), key])).values()];
}

export function hasOpenArguments(value: DagsterValue): boolean {
  return value.arguments.some(({ name }) => name === "*" || name === "**");
}
