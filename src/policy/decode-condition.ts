import { z } from "zod";
import type { Condition } from "../domain/policy.ts";
import { didYouMean, listNames, quoteName } from "../formats/did-you-mean.ts";
import type { YamlPath } from "../formats/yaml-document.ts";
import type { Predicate } from "../predicates/define-predicate.ts";
import { predicates } from "../predicates/index.ts";
import { type Decoding, decodePart, entriesAt, mapAt, placed, refer, report, valueAt } from "./decode-part.ts";
import { conditionSample } from "./samples.ts";

/** How deep `any`, `all` and `not` may stand in each other. */
export const maxDepth = 20;

const known = [...predicates.map(({ key }) => key), "any", "all", "not"];

/** Decodes what stands under `when`. Several keys are all required. `null`: problems were reported. */
export function decodeCondition(decoding: Decoding, at: YamlPath, depth = 0): Condition | null {
  if (depth > maxDepth) {
    report(decoding, at, `Conditions stand at most ${maxDepth} deep in each other.`);
    return null;
  }
  const map = mapAt(decoding, at, { what: "A condition", wanted: "a map", help: describeHelp(valueAt(decoding, at)) });
  if (map === null) return null;
  const parts = Object.keys(map).map((key) => decodeKey(decoding, [...at, key], key, depth));
  return joinAll(decoding, at, parts);
}

function describeHelp(value: unknown): string {
  if (Array.isArray(value))
    return `Join several with \`all\` or \`any\`: \`{ all: [${conditionSample}, { base: main }] }\`.`;
  return `For example: \`${conditionSample}\`.`;
}

function decodeKey(decoding: Decoding, at: YamlPath, key: string, depth: number): Condition | null {
  if (key === "not") {
    const of = decodeCondition(decoding, at, depth + 1);
    return of === null ? null : placed<Condition>(decoding, { form: "not", of }, at);
  }
  if (key === "any" || key === "all") return decodeList(decoding, at, key, depth);
  const predicate = predicates.find((one) => one.key === key);
  if (predicate === undefined) {
    report(
      decoding,
      at,
      `Unknown condition ${quoteName(key)}.${didYouMean(key, known) || ` Known are ${listNames(known, 20)}.`}`,
      "key",
    );
    return null;
  }
  return decodePredicate(decoding, at, predicate);
}

function decodeList(decoding: Decoding, at: YamlPath, form: "any" | "all", depth: number): Condition | null {
  const entries = entriesAt(decoding, at);
  if (entries.length === 0) {
    report(decoding, at, `\`${form}\` must not be an empty list.`);
    return null;
  }
  const of = entries.map((entry) => decodeCondition(decoding, entry, depth + 1));
  return of.every((one) => one !== null) ? placed<Condition>(decoding, { form, of }, at) : null;
}

function decodePredicate(decoding: Decoding, at: YamlPath, predicate: Predicate): Condition | null {
  const { key } = predicate;
  const parent = at.slice(0, -1);
  const wrapped = z.strictObject({ [key]: predicate.accepts });
  const decoded = decodePart(decoding, parent, wrapped, () => predicate.example, { [key]: valueAt(decoding, at) });
  if (decoded === null) return null;
  if (predicate.namesOf === "groups") refer(decoding, "group", at);
  if (predicate.namesOf === "kinds") refer(decoding, "kind", at);
  return placed<Condition>(decoding, { form: "predicate", key, wanted: decoded[key] }, at);
}

function joinAll(decoding: Decoding, at: YamlPath, parts: readonly (Condition | null)[]): Condition | null {
  if (!parts.every((one) => one !== null)) return null;
  const [first, ...rest] = parts;
  if (first === undefined) return null;
  return rest.length === 0 ? first : placed<Condition>(decoding, { form: "all", of: parts }, at);
}
