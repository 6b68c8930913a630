import { z } from "zod";
import { didYouMean, listNames, quoteName } from "./did-you-mean.ts";
import { type FormatProblem, problemAt } from "./format-problem.ts";
import type { YamlDocument, YamlPath } from "./yaml-document.ts";

export type Decoded<T> = { readonly value: T } | { readonly problems: readonly FormatProblem[] };

/** More would help nobody, and finding the place of each costs time. */
const mostIssues = 50;

/** Decodes a YAML document with a zod schema. Each problem stands on the line of the key or value that is wrong. */
export function decodeYaml<T>(document: YamlDocument, schema: z.ZodType<T>): Decoded<T> {
  const result = schema.safeParse(document.value);
  if (result.success) return { value: result.data };
  const problems = result.error.issues.slice(0, mostIssues).flatMap((issue) => describeIssue(document, schema, issue));
  return { problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}

function describeIssue(document: YamlDocument, schema: z.ZodType, issue: z.core.$ZodIssue): readonly FormatProblem[] {
  const at = issue.path.filter((step) => typeof step !== "symbol");
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, at);
    return issue.keys
      .slice(0, mostIssues)
      .map((key) =>
        problemAt(
          document.path,
          document.spanOf([...at, key], "key"),
          `Unknown key ${quoteName(key)}${at.length === 0 ? "" : ` in ${quoteName(nameOf(at))}`}.${didYouMean(key, known) || ` Known are ${listNames(known)}.`}`,
        ),
      );
  }
  const actual = valueAt(document.value, at);
  if (actual === undefined && issue.code !== "custom") {
    const parent = at.slice(0, -1);
    const place = document.spanOf(parent, parent.length === 0 ? "value" : "key");
    return [problemAt(document.path, place, `${quoteName(nameOf(at))} is missing.`)];
  }
  return [problemAt(document.path, document.spanOf(at), describeValue(issue, at, actual))];
}

/** What each choice asks for, said once; of the choices for the kind of value that is there, when there are some. */
function describeUnion(name: string, issue: z.core.$ZodIssueInvalidUnion, at: YamlPath, actual: unknown): string {
  const messages = issue.errors.flatMap(([first]) => {
    if (first === undefined) return [];
    const inner = first.path.filter((step) => typeof step !== "symbol");
    return [{ inner, text: describeValue(first, [...at, ...inner], valueAt(actual, inner)) }];
  });
  const deepest = messages.filter(({ inner }) => inner.length > 0);
  const shown = [...new Set((deepest.length > 0 ? deepest : messages).map(({ text }) => text))];
  return shown.length === 0 ? `${name} cannot be read.` : shown.join(" Or: ");
}

function describeValue(issue: z.core.$ZodIssue, at: YamlPath, actual: unknown): string {
  const name = at.length === 0 ? "The file" : quoteName(nameOf(at));
  switch (issue.code) {
    case "invalid_type":
      return `${name} must be ${kindNames[issue.expected] ?? issue.expected}, not ${kindOf(actual)}.${
        issue.expected === "string" && typeof actual === "number" ? " Write it in quotes." : ""
      }`;
    case "invalid_value":
      return describeChoice(name, issue.values.map(String), actual);
    case "too_small":
      return issue.origin === "string" || issue.origin === "array"
        ? `${name} must not be empty.`
        : `${name} must be ${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}.`;
    case "too_big":
      return issue.origin === "string"
        ? `${name} must have at most ${issue.maximum} characters.`
        : issue.origin === "array"
          ? `${name} must have at most ${issue.maximum} entries.`
          : `${name} must be at most ${issue.maximum}.`;
    case "invalid_union":
      return describeUnion(name, issue, at, actual);
    default:
      return issue.message.includes("`") ? issue.message : `${name}: ${issue.message}`;
  }
}

function describeChoice(name: string, values: readonly string[], actual: unknown): string {
  const wanted = values.length === 1 ? listNames(values) : `one of ${listNames(values)}`;
  if (typeof actual !== "string") return `${name} must be ${wanted}.`;
  if (values.includes(actual)) return `${name} must be ${wanted}, without quotes.`;
  return `${name} must be ${wanted}, not ${quoteName(actual)}.${values.length > 1 ? didYouMean(actual, values) : ""}`;
}

const kindNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a map",
  record: "a map",
  array: "a list",
};

function kindOf(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  return kindNames[typeof value] ?? typeof value;
}

function nameOf(at: YamlPath): string {
  return at.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}

function valueAt(value: unknown, at: YamlPath): unknown {
  let inside: unknown = value;
  for (const step of at) {
    if (typeof inside !== "object" || inside === null || !Object.hasOwn(inside, step)) return undefined;
    inside = (inside as Record<string | number, unknown>)[step]; // an object that has it, as was just asked
  }
  return inside;
}

/** The keys that a schema allows at a path, through optional, nullable, list and record wrappers. */
function keysAt(schema: z.ZodType, at: YamlPath): readonly string[] {
  let inside: unknown = unwrap(schema);
  for (const step of at) {
    if (inside instanceof z.ZodObject) inside = unwrap(inside.shape[step]);
    else if (inside instanceof z.ZodArray) inside = unwrap(inside.element);
    else if (inside instanceof z.ZodRecord) inside = unwrap(inside.valueType);
    else return [];
  }
  return inside instanceof z.ZodObject ? Object.keys(inside.shape) : [];
}

function unwrap(schema: unknown): unknown {
  let inside = schema;
  while (inside instanceof z.ZodOptional || inside instanceof z.ZodNullable || inside instanceof z.ZodDefault) {
    inside = inside.unwrap();
  }
  if (inside instanceof z.ZodPipe) return unwrap(inside.in);
  return inside;
}
