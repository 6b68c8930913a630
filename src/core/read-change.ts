import type { z } from "zod";
import type { ChangeRequest, Label } from "../domain/change.ts";
import type { FileProblem } from "../domain/file-problem.ts";
import { optionalFacts } from "../domain/optional-facts.ts";
import { decodeYaml } from "../formats/decode-yaml.ts";
import { samplesOf } from "../formats/samples-of.ts";
import { readYaml, type YamlDocument } from "../formats/yaml-document.ts";
import { changeSchema } from "./change-schema.ts";

export type ChangeReading = { readonly change: ChangeRequest } | { readonly problems: readonly FileProblem[] };

/** Reads a change from JSON. Tells everything that is wrong with it, with line and column; never throws. */
export function readChange(text: string, path: string): ChangeReading {
  const parsed = parseJson(text);
  if ("message" in parsed)
    return {
      problems: [{ path, ...placeOf(parsed.message, text), message: `The file is not JSON: ${parsed.message}.` }],
    };
  return decodeChange(placedJson(text, parsed.value, path));
}

const changeSamples = {
  "labels.*": '{ "name": "urgent", "by": { "id": 2, "login": "ben", "kind": "user" }, "at": "2026-01-01T12:00:00Z" }',
};

/** Decodes a change from plain data that knows its places. */
export function decodeChange(document: YamlDocument): ChangeReading {
  const decoded = decodeYaml(document, changeSchema, samplesOf(changeSamples));
  if ("value" in decoded) return { change: toChange(decoded.value) };
  return { problems: decoded.problems.map(({ path, line, column, message }) => ({ path, line, column, message })) };
}

type Wire = z.infer<typeof changeSchema>;
type WireLabel = NonNullable<Wire["labels"]>[number];

/** What was left out is empty, and noted as not known. */
function toChange(wire: Wire): ChangeRequest {
  const leftOut = optionalFacts.filter((fact) => wire[fact] === undefined);
  return {
    ...wire,
    title: wire.title ?? "",
    body: wire.body ?? "",
    requester: wire.requester ?? null,
    earlierHeads: wire.earlierHeads ?? [],
    reviews: wire.reviews ?? [],
    comments: wire.comments ?? [],
    checks: wire.checks ?? [],
    labels: wire.labels?.map((label) => withPlace(label, wire)) ?? [],
    findings: wire.findings ?? [],
    datasets: wire.datasets ?? [],
    ...(leftOut.length === 0 ? {} : { leftOut }),
  };
}

/** Where nobody says of which base a label is, it is of the present one. */
function withPlace(label: WireLabel, { base, mergeBase }: Wire): Label {
  const { baseRef = base.ref, mergeBase: own = mergeBase } = label;
  return { ...label, baseRef, mergeBase: own };
}

function parseJson(text: string): { readonly value: unknown } | { readonly message: string } {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, "")) };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
}

/** `JSON.parse` tells the place in its message only, so this one message is read; where it does not, the place is the start. */
function placeOf(message: string, text: string): { readonly line: number; readonly column: number } {
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
  const before = text.slice(0, position).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** JSON is YAML, so places can be asked of the YAML reader; only when something is wrong, since it is slow. */
function placedJson(text: string, value: unknown, path: string): YamlDocument {
  let placed: YamlDocument | null = null;
  return {
    path,
    value,
    spanOf(at, part) {
      if (placed === null) {
        const reading = readYaml(text, path);
        placed = "document" in reading ? reading.document : withoutPlaces(path, value);
      }
      return placed.spanOf(at, part);
    },
  };
}

function withoutPlaces(path: string, value: unknown): YamlDocument {
  return { path, value, spanOf: () => ({ start: { line: 1, column: 1 }, end: { line: 1, column: 2 } }) };
}
