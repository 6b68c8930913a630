import type { z } from "zod";
import { decodeYaml, type SampleAt } from "../formats/decode-yaml.ts";
import { kindOf } from "../formats/describe-value.ts";
import { type FormatProblem, problemAt } from "../formats/format-problem.ts";
import type { YamlDocument, YamlPath } from "../formats/yaml-document.ts";

/** A name that stands somewhere in a policy and must be known once all layers are read. */
export interface Reference {
  readonly to: "group" | "kind";
  readonly name: string;
  readonly at: YamlPath;
}

/** Where decoding stands: the file, what was wrong so far, which names were used, and where each condition and demand stands. All three grow. */
export interface Decoding {
  readonly document: YamlDocument;
  readonly problems: FormatProblem[];
  readonly references: Reference[];
  readonly places: Map<object, YamlPath>;
}

/** A decoding of a document that begins. */
export function beginDecoding(document: YamlDocument): Decoding {
  return { document, problems: [], references: [], places: new Map() };
}

/** Remembers where a part of the policy stands. */
export function placed<T extends object>(decoding: Decoding, part: T, at: YamlPath): T {
  decoding.places.set(part, at);
  return part;
}

export function report(decoding: Decoding, at: YamlPath, message: string, part: "key" | "value" = "value"): void {
  decoding.problems.push(problemAt(decoding.document.path, decoding.document.spanOf(at, part), message));
}

/** Decodes the value at a path by a schema, names in messages being relative to it. `null`: problems were reported. */
export function decodePart<T>(
  decoding: Decoding,
  at: YamlPath,
  schema: z.ZodType<T>,
  sampleAt: SampleAt,
  value = valueAt(decoding, at),
): T | null {
  const part: YamlDocument = {
    path: decoding.document.path,
    value,
    spanOf: (inner, what) => decoding.document.spanOf([...at, ...inner], what),
  };
  const decoded = decodeYaml(part, schema, sampleAt);
  if ("value" in decoded) return decoded.value;
  decoding.problems.push(...decoded.problems);
  return null;
}

export function valueAt(decoding: Decoding, at: YamlPath): unknown {
  let inside: unknown = decoding.document.value;
  for (const step of at) {
    if (typeof inside !== "object" || inside === null || !Object.hasOwn(inside, step)) return undefined;
    inside = (inside as Record<string | number, unknown>)[step]; // an object that has it, as was just asked
  }
  return inside;
}

/** What a map is called in messages, what may stand in its place, and what to write. */
export interface MapNaming {
  readonly what: string;
  readonly wanted: string;
  readonly help: string;
}

/** The map at a path, when it is one and not empty; else reports what it is and answers `null`. */
export function mapAt(
  decoding: Decoding,
  at: YamlPath,
  { what, wanted, help }: MapNaming,
): Readonly<Record<string, unknown>> | null {
  const value = valueAt(decoding, at);
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  if (isMap && Object.keys(value).length > 0) return value as Record<string, unknown>; // an object that is no array
  if (isMap) report(decoding, at, `${what} must not be an empty map. ${help}`);
  else if (value === null) report(decoding, at, `${what} is empty, and must be ${wanted}. ${help}`);
  else report(decoding, at, `${what} must be ${wanted}, not ${kindOf(value)}. ${help}`);
  return null;
}

/** Paths of the entries of a list, or of the single value that stands in its place. */
export function entriesAt(decoding: Decoding, at: YamlPath): readonly YamlPath[] {
  const value = valueAt(decoding, at);
  return Array.isArray(value) ? value.map((_, index) => [...at, index]) : [at];
}

/** Remembers the names that stand at a path, one or a list. */
export function refer(decoding: Decoding, to: Reference["to"], at: YamlPath): void {
  for (const entry of entriesAt(decoding, at)) {
    const name = valueAt(decoding, entry);
    if (typeof name === "string") decoding.references.push({ to, name, at: entry });
  }
}
