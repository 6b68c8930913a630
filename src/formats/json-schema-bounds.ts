import { RE2JS } from "re2js";

const deepest = 40;
const mostParts = 5_000;
/** As often as references let a part be looked at. */
const mostVisits = 20_000;
const longestPattern = 1_000;

/** Under these stand schemas by any name; everywhere else a name is a keyword. */
const named: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
]);
/** Under these stands data, in which nothing is a keyword. */
const plain: ReadonlySet<string> = new Set(["const", "enum", "default", "examples", "required", "dependentRequired"]);
const refused: ReadonlySet<string> = new Set([
  "$dynamicRef",
  "$dynamicAnchor",
  "$recursiveRef",
  "$recursiveAnchor",
  "$anchor",
]);

/** Why a JSON Schema must not be used: it would reach elsewhere, or cost too much; `null` when it is good. */
export function objectToSchema(schema: unknown): string | null {
  const references = new Map<object, unknown>();
  let parts = 0;
  const walk = (part: unknown, depth: number, place: Place): string | null => {
    if (typeof part !== "object" || part === null) return null;
    parts += 1;
    if (depth > deepest) return `is nested more than ${deepest} deep`;
    if (parts > mostParts) return `has more than ${mostParts} parts`;
    const isSchema = place === "keyword" && !Array.isArray(part);
    const objection = isSchema ? objectToKeywords(part, schema, references) : null;
    if (objection !== null) return objection;
    for (const [key, child] of Object.entries(part)) {
      const found = walk(child, depth + 1, placeOf(key, place, Array.isArray(part)));
      if (found !== null) return found;
    }
    return null;
  };
  const objection = walk(schema, 0, "keyword");
  if (objection !== null) return objection;
  const visits = countVisits(schema, references, [], new Map());
  return visits > mostVisits ? "refers to its own parts too often" : null;
}

type Place = "keyword" | "name" | "data";

function placeOf(key: string, parent: Place, isInList: boolean): Place {
  if (parent === "data") return "data";
  if (parent === "name" || isInList) return "keyword";
  if (plain.has(key)) return "data";
  return named.has(key) ? "name" : "keyword";
}

function objectToKeywords(part: object, root: unknown, references: Map<object, unknown>): string | null {
  const keywords = part as Readonly<Record<string, unknown>>; // an object, which its caller asked about
  const unknown = Object.keys(keywords).find((key) => refused.has(key));
  if (unknown !== undefined) return `uses \`${unknown}\`, which is not supported`;
  if (keywords.$id !== undefined && part !== root) return "has an `$id` inside";
  const { $ref: reference, pattern, patternProperties } = keywords;
  if (reference !== undefined) {
    if (typeof reference !== "string" || !reference.startsWith("#")) return "refers to another document by `$ref`";
    const target = findTarget(root, reference);
    if (target === undefined) return `refers to \`${reference.slice(0, 80)}\`, which is not there`;
    references.set(part, target);
  }
  const patterns = [
    ...(typeof pattern === "string" ? [pattern] : []),
    ...Object.keys(typeof patternProperties === "object" && patternProperties !== null ? patternProperties : {}),
  ];
  return patterns.some((one) => !isLinear(one)) ? "has a pattern that RE2 does not take" : null;
}

/** By a JSON pointer in a fragment; `undefined` where there is nothing. */
function findTarget(root: unknown, reference: string): unknown {
  if (reference === "#") return root;
  if (!reference.startsWith("#/")) return undefined;
  let inside = root;
  for (const raw of reference.slice(2).split("/")) {
    let step: string;
    try {
      step = decodeURIComponent(raw).replaceAll("~1", "/").replaceAll("~0", "~");
    } catch {
      return undefined;
    }
    if (typeof inside !== "object" || inside === null || !Object.hasOwn(inside, step)) return undefined;
    inside = (inside as Readonly<Record<string, unknown>>)[step]; // an object that has it, as was just asked
  }
  return inside;
}

function isLinear(pattern: string): boolean {
  if (pattern.length > longestPattern) return false;
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}

/** How many parts are looked at when references are followed; more than allowed when they run in a circle. */
function countVisits(
  part: unknown,
  references: ReadonlyMap<object, unknown>,
  open: readonly object[],
  known: Map<object, number>,
): number {
  if (typeof part !== "object" || part === null) return 0;
  if (open.includes(part)) return mostVisits + 1;
  const before = known.get(part);
  if (before !== undefined) return before;
  let visits = 1;
  const inside = [...open, part];
  for (const child of [...Object.values(part), references.get(part)]) {
    visits += countVisits(child, references, inside, known);
    if (visits > mostVisits) break;
  }
  known.set(part, visits);
  return visits;
}
