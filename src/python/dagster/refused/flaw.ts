import { argumentValue } from "../../evaluate/arguments.ts";
import type { Value } from "../../evaluate/value.ts";
import { isNone } from "../../evaluate/value-contents.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { signatureOf } from "./dagster-names.ts";

/** What Dagster does not take of a definition, or may not take. */
export interface Flaw {
  /** A sentence without its full stop. */
  readonly said: string;
  readonly isSure: boolean;
}

export function surely(said: string): readonly Flaw[] {
  return [{ said, isSure: true }];
}

/** `what`: a value that is not known, or whose form is not. */
export function perhaps(what: string): readonly Flaw[] {
  return [{ said: `whether Dagster takes ${what} is not known`, isSure: false }];
}

/** What a parameter of something of Dagster is given, by its name or by its place. */
export function givenAs(name: string, { symbol, arguments: given }: DagsterValue): Value | undefined {
  const parameters = signatureOf(symbol)?.parameters.filter(({ isByNameAlone }) => !isByNameAlone) ?? [];
  return argumentValue(
    given,
    name,
    parameters.findIndex((one) => one.name === name),
  );
}

export function isGiven(name: string, made: DagsterValue): boolean {
  const value = givenAs(name, made);
  return value !== undefined && !isNone(value);
}
