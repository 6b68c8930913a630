import { findNearest, quoteName } from "../../../formats/did-you-mean.ts";
import { hasUnknownArguments } from "../../evaluate/arguments.ts";
import { doubtAll } from "../../evaluate/machine.ts";
import type { GivenArgument, NativeCall, Value } from "../../evaluate/value.ts";
import { stringOf } from "../../evaluate/value-contents.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { type KnownParameter, knownVersion, type Signature, signatureOf, signatureOfMethod } from "./dagster-names.ts";
import { classOf } from "./missing-names.ts";
import { noteRefusedCall } from "./note-refusal.ts";

/** Notes arguments that Python does not hand to a function of Dagster, and such that it may not take. */
export function noteOddArguments(symbol: string, call: NativeCall): void {
  const signature = signatureOf(symbol);
  if (signature !== null) compareArguments(symbol, signature, call);
}

/** The same for a method of a definition. */
export function noteOddMethod(owner: DagsterValue, name: string, call: NativeCall): void {
  const own = later.test(owner.symbol) ? null : classOf(owner);
  const signature = own === null ? null : signatureOfMethod(own, name);
  if (signature !== null) compareArguments(`${own}.${name}`, signature, call);
}

/** What Dagster has not made up yet is of another class. */
const later = /^(define_asset_job|build_schedule_from_partitioned_job)$/;

function compareArguments(symbol: string, signature: Signature, call: NativeCall): void {
  const wrong = clash(signature, call.arguments);
  if (wrong !== null) {
    noteRefusedCall(`${quoteName(symbol)} of Dagster ${knownVersion} ${wrong}`, call);
    return;
  }
  const odd = call.arguments.find((one, at) => {
    const parameter = parameterOf(one, at, signature);
    if (isModule(one.value) && !takesModule.test(parameter?.name ?? "")) return true;
    return parameter === undefined ? one.name !== null && isWritten(one) : !fits(one.value, parameter.kinds);
  });
  if (odd !== undefined)
    doubtAll(
      call.machine,
      `whether ${quoteName(symbol)} of Dagster takes ${quoteName(odd.name ?? odd.text)} is not known`,
    );
}

const takesModule = /^(module|package_module|defs_root)$/;

function isModule(value: Value): boolean {
  return value.kind === "module" || (value.kind === "external" && !value.name.includes("."));
}

/** Whether it has a name that somebody wrote. */
function isWritten({ name }: GivenArgument): boolean {
  return name !== null && !name.startsWith("*") && !name.startsWith("(");
}

function parameterOf(one: GivenArgument, at: number, { parameters }: Signature): KnownParameter | undefined {
  if (one.name !== null) return parameters.find(({ name }) => name === one.name);
  const found = parameters[at];
  return found?.isByNameAlone === true ? undefined : found;
}

/** What Python says where arguments do not go with parameters: one too many, one twice, none where one is needed. */
function clash({ parameters, takesMore, isOpen }: Signature, given: readonly GivenArgument[]): string | null {
  const known = parameters.map(({ name }) => name);
  const unnamed = given.filter(({ name }) => name === null).length;
  const byPlace = parameters.filter(({ isByNameAlone }) => !isByNameAlone);
  const named = given.filter(isWritten).flatMap(({ name }) => name ?? []);
  const extra = isOpen ? undefined : named.find((name) => !known.includes(name));
  if (extra !== undefined) return `takes no argument ${quoteName(extra)}${perhaps(extra, known)}`;
  if (unnamed > byPlace.length && !takesMore)
    return byPlace.length === 0
      ? "takes no argument without a name"
      : `takes at most ${byPlace.length} without a name, and is given ${unnamed}`;
  const filled = new Set(byPlace.slice(0, unnamed).map(({ name }) => name));
  const twice = named.find((name) => filled.has(name));
  if (twice !== undefined) return `is given ${quoteName(twice)} twice`;
  if (hasUnknownArguments(given)) return null;
  const missing = parameters.find(({ name, isNeeded }) => isNeeded && !filled.has(name) && !named.includes(name));
  return missing === undefined ? null : `needs ${quoteName(missing.name)}, which it is not given`;
}

/** What somebody most likely meant, in brackets. */
export function perhaps(word: string, known: readonly string[]): string {
  const nearest = findNearest(word, known);
  return nearest === null ? "" : ` (perhaps ${quoteName(nearest)} is meant)`;
}

/** Whether a value is of a kind that a parameter is said to take. */
export function fits(value: Value, kinds: string): boolean {
  const own = kinds === "" ? null : kindOf(value);
  if (own === null) return true;
  const isNamed = value.kind !== "dict" || ![...value.entries.values()].some(({ key }) => isNoName(key));
  return isNamed && [...own].some((letter) => kinds.includes(letter));
}

/** Whether a key is surely no text, and no key of an asset. */
function isNoName(key: Value): boolean {
  if (key.kind === "constant") return stringOf(key) === null;
  return isModule(key) || (key.kind === "external" && kindOfNamed(key.name) !== null);
}

/** The letters that stand for a value; `null` where it may be anything. */
function kindOf(value: Value): string | null {
  switch (value.kind) {
    case "constant":
      return kindsOfConstants[value.constant.type] ?? null;
    case "list":
      return value.type === "dict_view" ? "S" : "l";
    case "tuple":
      return "u";
    case "set":
      return "S";
    case "dict":
      return "d";
    case "generator":
      return "g";
    case "function":
    case "native":
      return "c";
    case "class":
      return "ck";
    case "dagster":
      return value.symbol === "EnvVar" ? "s" : value.callee === null ? "o" : "co";
    case "external":
      return kindOfNamed(value.name);
    default:
      return null;
  }
}

/** Of what is imported: classes, functions, and what Dagster makes itself by decorators. */
function kindOfNamed(name: string): string | null {
  if (/^(dagster\.[A-Z]\w*|builtins\.[a-z]\w*)$/.test(name)) return "ck";
  const own = /^dagster\.([a-z]\w*)$/.exec(name)?.[1];
  if (own === undefined || signatureOf(own) === null) return null;
  return /_manager$/.test(own) ? "co" : "c";
}

const kindsOfConstants: Readonly<Record<string, string>> = { str: "s", int: "i", float: "f", bool: "bi", none: "n" };
