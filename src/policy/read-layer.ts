import type { Condition, Demand, Requirement } from "../domain/policy.ts";
import { didYouMean, listNames, quoteName } from "../formats/did-you-mean.ts";
import { type FormatProblem, problemAt } from "../formats/format-problem.ts";
import { isMap } from "../formats/is-map.ts";
import { samplesOf } from "../formats/samples-of.ts";
import { readYaml, type YamlDocument, type YamlPath } from "../formats/yaml-document.ts";
import { decodeCondition } from "./decode-condition.ts";
import { decodeDemand } from "./decode-demand.ts";
import { beginDecoding, type Decoding, decodePart, mapAt, refer, report, valueAt } from "./decode-part.ts";
import { emptyOptions } from "./empty-options.ts";
import { type KnownRule, ruleProblems } from "./known-rules.ts";
import { type LayerFile, layerSchema } from "./policy-schema.ts";
import { refuseTwins } from "./refuse-twins.ts";
import { policySamples } from "./samples.ts";

/** One file of a policy: what it says, and how to find the places where it says it. */
export interface PolicyLayer {
  readonly file: Omit<LayerFile, "requirements" | "otherwise">;
  readonly requirements: readonly Requirement[];
  readonly otherwise: Demand | null;
  /** Whether lower layers must leave `otherwise` as it is. */
  readonly enforcesOtherwise: boolean;
  readonly decoding: Decoding;
}

/** No policy that people write comes near it. In bytes. */
const maxBytes = 256 * 1024;

/** Of a layer that is wrong, `decoding` is what could be seen of it all the same; `null` when it is no map at all. */
export type LayerReading =
  | { readonly layer: PolicyLayer }
  | { readonly problems: readonly FormatProblem[]; readonly decoding: Decoding | null };

const policyNaming = {
  what: "A policy",
  wanted: "a map",
  help: "Begin with the line `version: 1`; the line `extends: code-repo` below it takes the rest from a preset.",
};

/** Reads one layer of a policy. Which names are known is not asked here. */
export function readLayer(text: string, path: string): LayerReading {
  if (text.length > maxBytes || Buffer.byteLength(text) > maxBytes) {
    const span = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
    return {
      problems: [problemAt(path, span, "The policy has more than 256 kB; no policy needs that.")],
      decoding: null,
    };
  }
  const reading = readYaml(text, path);
  const document = "problems" in reading ? reading.lenient : reading.document;
  if (document === undefined) return { problems: "problems" in reading ? reading.problems : [], decoding: null };

  const decoding = beginDecoding(withRequirementsListed(document));
  if ("problems" in reading) decoding.problems.push(...reading.problems);
  if (mapAt(decoding, [], policyNaming) === null) return { problems: decoding.problems, decoding: null };
  const file = decodePart(decoding, [], layerSchema, samplesOf(policySamples));
  const requirements = decodeRequirements(decoding);
  const otherwise =
    valueAt(decoding, ["otherwise", "require"]) === undefined ? null : decodeDemand(decoding, ["otherwise", "require"]);
  refuseMissing(decoding);
  refuseTwins(decoding);
  referToGroups(decoding);
  if (file === null || decoding.problems.length > 0) return { problems: decoding.problems, decoding };
  const enforcesOtherwise = valueAt(decoding, ["otherwise", "enforced"]) === true;
  return { layer: { file, requirements, otherwise, enforcesOtherwise, decoding } };
}

/** A single requirement may stand in the place of the list. */
function withRequirementsListed(document: YamlDocument): YamlDocument {
  const { value } = document;
  if (typeof value !== "object" || value === null || !("requirements" in value)) return document;
  const { requirements } = value;
  if (typeof requirements !== "object" || requirements === null || Array.isArray(requirements)) return document;
  return {
    path: document.path,
    value: { ...value, requirements: [requirements] },
    spanOf: ([key, index, ...rest], part) =>
      document.spanOf(
        [
          ...(key === undefined ? [] : [key]),
          ...(key === "requirements" || index === undefined ? [] : [index]),
          ...rest,
        ],
        part,
      ),
  };
}

function decodeRequirements(decoding: Decoding): readonly Requirement[] {
  const list = valueAt(decoding, ["requirements"]);
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, index) => {
    const at = ["requirements", index];
    if (typeof item !== "object" || item === null) return [];
    const when: Condition | null = "when" in item ? decodeCondition(decoding, [...at, "when"]) : null;
    const require = "require" in item ? decodeDemand(decoding, [...at, "require"]) : null;
    const name = "name" in item && typeof item.name === "string" ? item.name : `requirement ${index + 1}`;
    if (require === null) return [];
    const origin = { layer: decoding.document.path, line: lineOf(decoding, at) };
    return [
      { name, origin, ...("enforced" in item && item.enforced === true ? { enforced: true } : {}), when, require },
    ];
  });
}

/** The line on which something of a layer begins. */
export function lineOf({ document }: Decoding, at: YamlPath, part: "key" | "value" = "value"): number {
  return document.spanOf(at, part).start.line;
}

function refuseMissing(decoding: Decoding): void {
  const otherwise = valueAt(decoding, ["otherwise"]);
  if (isMap(otherwise) && !("require" in otherwise)) {
    report(
      decoding,
      ["otherwise"],
      "`otherwise` needs `require`, such as `{ require: { count: 1, from: data-controllers } }`.",
    );
  }
  const list = valueAt(decoding, ["requirements"]);
  if (!Array.isArray(list)) return;
  for (const [index, item] of list.entries()) {
    if (!isMap(item) || "require" in item) continue;
    report(
      decoding,
      ["requirements", index],
      "A requirement needs `require`, such as `{ count: 1, from: data-controllers }`, or `none`.",
    );
  }
}

function referToGroups(decoding: Decoding): void {
  refer(decoding, "group", ["objections", "from"]);
  const commands = valueAt(decoding, ["commands"]);
  if (typeof commands !== "object" || commands === null) return;
  for (const command of Object.keys(commands)) refer(decoding, "group", ["commands", command]);
}

/** The names that may be used; `null` where they cannot be told, so that none is judged. */
export interface KnownNames {
  readonly groups: readonly string[] | null;
  readonly kinds: readonly string[] | null;
  readonly rules: readonly KnownRule[] | null;
}

/** The names that a layer uses and nobody defines, options of rules among them. */
export function unknownNames(decoding: Decoding, known: KnownNames): readonly FormatProblem[] {
  const rules =
    known.rules === null ? [] : [...ruleProblems(decoding, known.rules), ...emptyOptions(decoding, known.rules)];
  return [...unknownReferences(decoding, known), ...rules];
}

/** The keys of what should be a map: none when it is absent, `null` when it is something else. */
export function namesAt(decoding: Decoding, key: "people" | "kinds"): readonly string[] | null {
  const value = valueAt(decoding, [key]);
  if (value === undefined) return [];
  return isMap(value) ? Object.keys(value) : null;
}

function unknownReferences(
  { document, references }: Decoding,
  known: Omit<KnownNames, "rules">,
): readonly FormatProblem[] {
  return references.flatMap(({ to, name, at }) => {
    const list = to === "group" ? known.groups : known.kinds;
    if (list === null || list.includes(name)) return [];
    const what = to === "group" ? "Unknown group" : "Unknown kind";
    const where = to === "group" ? "groups are defined under `people`" : "kinds are defined under `kinds`";
    const help = didYouMean(name, list) || ` Known are ${listNames(list)}; ${where}.`;
    return [problemAt(document.path, document.spanOf(at), `${what} ${quoteName(name)}.${help}`)];
  });
}
