import { argumentValue } from "../../evaluate/arguments.ts";
import { doubtOf } from "../../evaluate/doubt.ts";
import type { DictValue, NativeCall, Value } from "../../evaluate/value.ts";
import { isNone, stringOf } from "../../evaluate/value-contents.ts";
import type { Composition, DagsterValue } from "../dagster-values.ts";
import { formOf } from "../forms.ts";
import { nameOf } from "../names-of-definitions.ts";
import { declaredOutputs, isOutput } from "../outputs.ts";
import { noteRefusal, noteRefusedCall } from "./note-refusal.ts";

/** An op or graph in a graph is given outputs, and lists of them. */
export function noteHandedOn({ text: name }: DagsterValue, current: Composition, call: NativeCall): void {
  for (const { value, text } of call.arguments) {
    const items = value.kind === "list" && doubtOf(value.doubts) === null ? value.items : [value];
    const problems = items.map(problemOf);
    const what = `${shown(name)} is given ${shown(text)}`;
    const sure = problems.find((one) => one !== null && one !== undefined);
    if (sure !== undefined) noteRefusedCall(`${what}, which ${sure}`, call);
    else if (problems.includes(undefined)) doubt(current, `whether ${what} as an output is not known`);
  }
}

function shown(text: string): string {
  return `\`${text.slice(0, 60)}\``;
}

function doubt({ doubts }: Composition, reason: string): void {
  doubts.all.push({ reason, frame: "always" });
}

/** Why a value cannot be handed on; `undefined` where that is not known. */
function problemOf(value: Value): string | null | undefined {
  if (value.kind !== "dagster")
    return /^(constant|tuple|dict|set|function)$/.test(value.kind) ? "is no output" : undefined;
  if (value.symbol === "dynamic output") return "is dynamic, to be handed on by `.map()` or `.collect()`";
  if (isOutput(value)) return null;
  if (value.symbol === "outputs") return "is several outputs at once";
  const form = formOf(value);
  if (form === "op" || form === "graph" || form === "job") return `is no output: the ${form} is not called`;
  return form === "assets" || form === "source" ? null : undefined;
}

/** What the function of a graph returns goes to its outputs, as `composite_mapping_from_output` in dagster/_core/definitions/composition.py. */
export function noteResult(made: DagsterValue, call: NativeCall): void {
  const { composition } = made;
  const result = composition?.result ?? null;
  if (composition === null || result === null) return;
  const names = declaredIn(made);
  const problem = names === null ? undefined : problemOfResult(result, names);
  if (problem === undefined) doubt(composition, "what it returns is not known");
  else if (problem !== null)
    noteRefusal(`The ${made.symbol} ${shown(nameOf(made) ?? made.text)} ${problem}`, made, call);
}

/** The names of what it gives out. */
function declaredIn({ symbol, arguments: given }: DagsterValue): readonly string[] | null {
  if (symbol === "job") return [];
  const out = argumentValue(given, symbol === "graph_multi_asset" ? "outs" : "out");
  if (out === undefined || isNone(out)) return given.some(({ name }) => name === "**") ? null : ["result"];
  return declaredOutputs(out)?.map(({ name }) => name) ?? null;
}

function problemOfResult(result: Value, names: readonly string[]): string | null | undefined {
  if (isNone(result)) return names.length < 2 && names.every((name) => name === "result") ? null : "returns nothing";
  if (isOutput(result)) {
    if (names.length === 1) return null;
    return `returns one output, where ${names.length === 0 ? "none is" : `${names.length} are`} declared`;
  }
  const isMany = result.kind === "tuple" || (result.kind === "dagster" && result.symbol === "outputs");
  if (isMany) return ofMany(result.kind === "tuple" ? result.items : result.arguments.map(({ value }) => value), names);
  if (result.kind === "dict") return ofDict(result, names);
  return isPlain(result) ? "returns no output" : undefined;
}

function ofDict({ doubts, entries }: DictValue, names: readonly string[]): string | null | undefined {
  const keys = [...entries.values()].map(({ key }) => stringOf(key));
  if (doubtOf(doubts) !== null || keys.includes(null)) return undefined;
  const odd = keys.find((key) => key !== null && !names.includes(key)) ?? names.find((name) => !keys.includes(name));
  if (odd !== undefined) return `does not return just its outputs: ${shown(odd)}`;
  const values = [...entries.values()].map(({ value }) => value);
  if (values.every(isOutput)) return null;
  return values.some(isPlain) ? "returns what is no output" : undefined;
}

function isPlain({ kind }: Value): boolean {
  return kind === "constant" || kind === "list";
}

function ofMany(items: readonly Value[], names: readonly string[]): string | null | undefined {
  if (items.length < names.length) return `returns ${items.length} outputs of ${names.length}`;
  return items.every((one) => one.kind === "dagster" && one.symbol === "output") ? null : undefined;
}
