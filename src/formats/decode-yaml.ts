import { z } from "zod";
import { describeValue, nameOf, valueIn } from "./describe-value.ts";
import { didYouMean, findNearest, listNames, quoteName } from "./did-you-mean.ts";
import { type FormatProblem, problemAt } from "./format-problem.ts";
import { remedyOf } from "./value-remedy.ts";
import type { YamlDocument, YamlPath } from "./yaml-document.ts";

export type Decoded<T> = { readonly value: T } | { readonly problems: readonly FormatProblem[] };

/** What could stand at a path, key included, as YAML of one line; `null` where there is no sample. */
export type SampleAt = (at: YamlPath) => string | null;

/** More would help nobody, and finding the place of each costs time. */
const mostIssues = 50;

/**
 * Decodes a YAML document with a zod schema. Each problem stands on the line of the key or value that is wrong; all keys that
 * a map lacks are one problem, since they have one place.
 */
export function decodeYaml<T>(
  document: YamlDocument,
  schema: z.ZodType<T>,
  sampleAt: SampleAt = () => null,
): Decoded<T> {
  const result = schema.safeParse(document.value);
  if (result.success) return { value: result.data };
  const issues = result.error.issues.slice(0, mostIssues);
  const missing = issues.filter((issue) => isMissing(document, issue));
  const misspelt = misspeltKeys(schema, issues);
  const absent = missing.map(placeOf).filter((at) => !misspelt.has(JSON.stringify(at)));
  const problems = [
    ...issues
      .filter((issue) => !missing.includes(issue))
      .flatMap((issue) => describeIssue(document, schema, issue, sampleAt)),
    ...describeMissing(document, absent, sampleAt),
  ];
  return { problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}

function placeOf(issue: z.core.$ZodIssue): YamlPath {
  return issue.path.filter((step) => typeof step !== "symbol");
}

function isMissing(document: YamlDocument, issue: z.core.$ZodIssue): boolean {
  if (issue.code === "custom" || issue.code === "unrecognized_keys") return false;
  return valueIn(document.value, placeOf(issue)) === undefined;
}

/** The keys that unknown ones were most likely meant as: that they are missing is the same mistake. */
function misspeltKeys(schema: z.ZodType, issues: readonly z.core.$ZodIssue[]): ReadonlySet<string> {
  const meant = issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [];
    const at = placeOf(issue);
    const known = keysAt(schema, at);
    return issue.keys.slice(0, mostIssues).map((key) => JSON.stringify([...at, findNearest(key, known)]));
  });
  return new Set(meant);
}

/** One problem for each map that lacks keys. */
function describeMissing(
  document: YamlDocument,
  places: readonly YamlPath[],
  sampleAt: SampleAt,
): readonly FormatProblem[] {
  const byMap = Map.groupBy(places, (at) => JSON.stringify(at.slice(0, -1)));
  return [...byMap.values()].map(([first = [], ...others]) => {
    const parent = first.slice(0, -1);
    const names = listNames([first, ...others].map(nameOf), mostIssues);
    const text =
      others.length === 0 ? `${names} is missing.${describeSample(sampleAt(first))}` : `${names} are missing.`;
    const span = document.spanOf(parent, typeof parent.at(-1) === "string" ? "key" : "value");
    return problemAt(document.path, span, text, others.length === 0 ? "Add it." : addAll([first, ...others], sampleAt));
  });
}

function addAll(places: readonly YamlPath[], sampleAt: SampleAt): string {
  const samples = places.map(sampleAt);
  return samples.includes(null) ? "Add them." : `Add them, such as ${samples.map((one) => `\`${one}\``).join(", ")}.`;
}

function describeIssue(
  document: YamlDocument,
  schema: z.ZodType,
  issue: z.core.$ZodIssue,
  sampleAt: SampleAt,
): readonly FormatProblem[] {
  const at = placeOf(issue);
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, at);
    return issue.keys
      .slice(0, mostIssues)
      .map((key) =>
        problemAt(
          document.path,
          document.spanOf([...at, key], "key"),
          `Unknown key ${quoteName(key)}${at.length === 0 ? "" : ` in ${quoteName(nameOf(at))}`}.${didYouMean(key, known) || ` Known are ${listNames(known)}.`}`,
          renameOrRemove(findNearest(key, known)),
        ),
      );
  }
  const actual = valueIn(document.value, at);
  const text = objectToText(schema, issue, at, actual) ?? describeValue(issue, at, actual);
  const sample = isOfShape(issue) ? describeSample(sampleAt(at)) : "";
  return [problemAt(document.path, document.spanOf(at), `${text}${sample}`, remedyOf(issue, actual, sample !== ""))];
}

function renameOrRemove(nearest: string | null): string {
  return nearest === null
    ? "Remove the key, or write one of those."
    : `Write ${quoteName(nearest)}, or remove the key.`;
}

/** Of a number where text is wanted: what would be wrong with it in quotes, too; `null` when nothing would. */
function objectToText(schema: z.ZodType, issue: z.core.$ZodIssue, at: YamlPath, actual: unknown): string | null {
  if (issue.code !== "invalid_type" || issue.expected !== "string" || typeof actual !== "number") return null;
  const inside = schemaAt(schema, at);
  const first = inside instanceof z.ZodType ? inside.safeParse(String(actual)).error?.issues[0] : undefined;
  return first === undefined ? null : describeValue(first, at, String(actual));
}

/** Whether what is there has the wrong form, so that seeing the right one helps. */
function isOfShape(issue: z.core.$ZodIssue): boolean {
  return issue.code === "invalid_type" || issue.code === "invalid_union" || issue.code === "too_small";
}

function describeSample(sample: string | null): string {
  return sample === null ? "" : ` For example: \`${sample}\`.`;
}

/** The keys that a schema allows at a path. */
function keysAt(schema: z.ZodType, at: YamlPath): readonly string[] {
  const inside = schemaAt(schema, at);
  return inside instanceof z.ZodObject ? Object.keys(inside.shape) : [];
}

/** The schema at a path, through optional, nullable, list and record wrappers; `null` where it cannot be seen. */
function schemaAt(schema: z.ZodType, at: YamlPath): unknown {
  let inside: unknown = unwrap(schema);
  for (const step of at) {
    if (inside instanceof z.ZodObject) inside = unwrap(inside.shape[step]);
    else if (inside instanceof z.ZodArray) inside = unwrap(inside.element);
    else if (inside instanceof z.ZodRecord) inside = unwrap(inside.valueType);
    else return null;
  }
  return inside;
}

function unwrap(schema: unknown): unknown {
  let inside = schema;
  while (inside instanceof z.ZodOptional || inside instanceof z.ZodNullable || inside instanceof z.ZodDefault) {
    inside = inside.unwrap();
  }
  if (inside instanceof z.ZodPipe) return unwrap(inside.in);
  return inside;
}
