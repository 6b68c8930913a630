import { type Condition, type Demand, datasetOwners, type Requirement } from "../domain/policy.ts";
import { didYouMean, listNames, quoteName } from "../formats/did-you-mean.ts";
import { type FormatProblem, problemAt } from "../formats/format-problem.ts";
import { readYaml, type YamlDocument, type YamlPath } from "../formats/yaml-document.ts";
import { decodeCondition } from "./decode-condition.ts";
import { decodeDemand } from "./decode-demand.ts";
import { type Decoding, decodePart, mapAt, refer, report, valueAt } from "./decode-part.ts";
import { builtInKinds } from "./defaults.ts";
import { isKnownRule } from "./known-rules.ts";
import { type LayerFile, layerSchema } from "./policy-schema.ts";

/** One file of a policy: what it says, and how to find the places where it says it. */
export interface PolicyLayer {
  readonly file: Omit<LayerFile, "requirements" | "otherwise">;
  readonly requirements: readonly Requirement[];
  readonly otherwise: Demand | null;
  readonly decoding: Decoding;
}

/** No policy that people write comes near it. In bytes. */
const maxBytes = 256 * 1024;

/** Reads one layer of a policy. Which names are known is not asked here. */
export function readLayer(text: string, path: string): { layer: PolicyLayer } | { problems: readonly FormatProblem[] } {
  if (text.length > maxBytes || Buffer.byteLength(text) > maxBytes) {
    const span = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
    return { problems: [problemAt(path, span, "The policy has more than 256 kB; no policy needs that.")] };
  }
  const reading = readYaml(text, path);
  if ("problems" in reading) return reading;

  const decoding: Decoding = { document: withRequirementsListed(reading.document), problems: [], references: [] };
  if (mapAt(decoding, [], "A policy") === null) return { problems: decoding.problems };
  const file = decodePart(decoding, [], layerSchema);
  const requirements = decodeRequirements(decoding);
  const otherwise =
    valueAt(decoding, ["otherwise", "require"]) === undefined ? null : decodeDemand(decoding, ["otherwise", "require"]);
  refuseMissing(decoding);
  referToGroups(decoding);
  if (file === null || decoding.problems.length > 0)
    return { problems: [...decoding.problems, ...unknownNamesSoFar(decoding)] };
  return { layer: { file, requirements, otherwise, decoding } };
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

/** In a layer that is wrong elsewhere, names can be judged only where no other layer could define them. */
function unknownNamesSoFar(decoding: Decoding): readonly FormatProblem[] {
  if (valueAt(decoding, ["extends"]) !== undefined) return [];
  const groups = [...keysAt(decoding, ["people"]), datasetOwners];
  return unknownReferences(decoding, { groups, kinds: [...keysAt(decoding, ["kinds"]), ...builtInKinds] });
}

function keysAt(decoding: Decoding, at: YamlPath): readonly string[] {
  const value = valueAt(decoding, at);
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
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
    return require === null ? [] : [{ name, when, require }];
  });
}

function refuseMissing(decoding: Decoding): void {
  const otherwise = valueAt(decoding, ["otherwise"]);
  if (otherwise !== undefined && valueAt(decoding, ["otherwise", "require"]) === undefined) {
    report(
      decoding,
      ["otherwise"],
      "`otherwise` needs `require`, such as `{ require: { count: 1, from: data-controllers } }`.",
    );
  }
  const list = valueAt(decoding, ["requirements"]);
  if (!Array.isArray(list)) return;
  for (const [index, item] of list.entries()) {
    if (typeof item !== "object" || item === null || "require" in item) continue;
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

export interface KnownNames {
  readonly groups: readonly string[];
  readonly kinds: readonly string[];
  /** `null`: not checked. */
  readonly rules: readonly string[] | null;
}

/** The names that a layer uses and nobody defines. */
export function unknownNames({ decoding, file }: PolicyLayer, known: KnownNames): readonly FormatProblem[] {
  const rules = known.rules === null ? [] : unknownRules(known.rules, Object.keys(file.rules ?? {}), decoding);
  return [...unknownReferences(decoding, known), ...rules];
}

function unknownReferences(
  { document, references }: Decoding,
  known: Omit<KnownNames, "rules">,
): readonly FormatProblem[] {
  return references.flatMap(({ to, name, at }) => {
    const list = to === "group" ? known.groups : known.kinds;
    if (list.includes(name)) return [];
    const what = to === "group" ? "Unknown group" : "Unknown kind";
    const where = to === "group" ? "groups are defined under `people`" : "kinds are defined under `kinds`";
    const help = didYouMean(name, list) || ` Known are ${listNames(list)}; ${where}.`;
    return [problemAt(document.path, document.spanOf(at), `${what} ${quoteName(name)}.${help}`)];
  });
}

function unknownRules(
  known: readonly string[],
  used: readonly string[],
  { document }: Decoding,
): readonly FormatProblem[] {
  return used
    .filter((id) => !isKnownRule(id, known))
    .map((id) =>
      problemAt(
        document.path,
        document.spanOf(["rules", id], "key"),
        `Unknown rule ${quoteName(id)}.${didYouMean(id, known)} \`countersign rules\` lists them.`,
      ),
    );
}
