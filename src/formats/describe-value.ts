import type { z } from "zod";
import { countOf } from "./count-of.ts";
import { didYouMean, listNames, quoteName } from "./did-you-mean.ts";
import type { YamlPath } from "./yaml-document.ts";

/** What each choice asks for, said once; of the choices for the kind of value that is there, when there are some. */
function describeUnion(name: string, issue: z.core.$ZodIssueInvalidUnion, at: YamlPath, actual: unknown): string {
  const messages = issue.errors.flatMap(([first]) => {
    if (first === undefined) return [];
    const inner = first.path.filter((step) => typeof step !== "symbol");
    return [{ inner, text: describeValue(first, [...at, ...inner], valueIn(actual, inner)) }];
  });
  const deepest = messages.filter(({ inner }) => inner.length > 0);
  const shown = [...new Set((deepest.length > 0 ? deepest : messages).map(({ text }) => text))];
  return shown.length === 0 ? `${name} cannot be read.` : shown.join(" Or: ");
}

/** What is wrong with a value, in a sentence. */
export function describeValue(issue: z.core.$ZodIssue, at: YamlPath, actual: unknown): string {
  const name = at.length === 0 ? "The file" : quoteName(nameOf(at));
  switch (issue.code) {
    case "invalid_type":
      return describeKind(name, kindNames[issue.expected] ?? issue.expected, actual);
    case "invalid_value":
      return describeChoice(name, issue.values.map(String), actual);
    case "too_small":
      return issue.origin === "string" || issue.origin === "array"
        ? `${name} must not be empty.`
        : `${name} must be ${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}.`;
    case "too_big":
      return issue.origin === "string"
        ? `${name} must have at most ${countOf(Number(issue.maximum), "character")}.`
        : issue.origin === "array"
          ? `${name} must have at most ${countOf(Number(issue.maximum), "entry", "entries")}.`
          : `${name} must be at most ${issue.maximum}.`;
    case "invalid_union":
      return describeUnion(name, issue, at, actual);
    default:
      return issue.message.includes("`") ? issue.message : `${name}: ${issue.message}`;
  }
}

function describeKind(name: string, wanted: string, actual: unknown): string {
  if (actual === null) return `${name} is empty, and must be ${wanted}.`;
  if (typeof actual === "number" && wanted === kindNames.int) return `${name} must be ${wanted}, not ${actual}.`;
  const remedy = wanted === kindNames.string && typeof actual === "number" ? " Write it in quotes." : "";
  return `${name} must be ${wanted}, not ${kindOf(actual)}.${remedy}`;
}

function describeChoice(name: string, values: readonly string[], actual: unknown): string {
  const wanted = values.length === 1 ? listNames(values) : `one of ${listNames(values)}`;
  if (typeof actual !== "string") return `${name} must be ${wanted}.`;
  if (values.includes(actual)) return `${name} must be ${wanted}, without quotes.`;
  return `${name} must be ${wanted}, not ${quoteName(actual)}.${values.length > 1 ? didYouMean(actual, values) : ""}`;
}

/** What YAML's users call the kinds of values that a schema may ask for. */
export const kindNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a map",
  record: "a map",
  array: "a list",
};

/** What a value is, as YAML calls it. */
export function kindOf(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  return kindNames[typeof value] ?? typeof value;
}

/** A path as people write it. */
export function nameOf(at: YamlPath): string {
  return at.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}

/** The value at a path of plain data; `undefined` where there is none. */
export function valueIn(value: unknown, at: YamlPath): unknown {
  let inside: unknown = value;
  for (const step of at) {
    if (typeof inside !== "object" || inside === null || !Object.hasOwn(inside, step)) return undefined;
    inside = (inside as Record<string | number, unknown>)[step]; // an object that has it, as was just asked
  }
  return inside;
}
