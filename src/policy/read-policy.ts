import type { FileProblem } from "../domain/file-problem.ts";
import { datasetOwners, type Policy } from "../domain/policy.ts";
import { didYouMean, listNames, quoteName } from "../formats/did-you-mean.ts";
import { problemAt } from "../formats/format-problem.ts";
import { type Decoding, valueAt } from "./decode-part.ts";
import { builtInKinds } from "./defaults.ts";
import { mergeLayers } from "./merge-layers.ts";
import { type KnownNames, namesAt, type PolicyLayer, readLayer, unknownNames } from "./read-layer.ts";

export interface PolicyReadingOptions {
  /** For messages. */
  readonly path: string;
  /** Text of each layer that a policy may extend, by name: presets, and files such as `acme/.github:countersign.yml`. */
  readonly presets: Readonly<Record<string, string>>;
  /** Ids of all rules; without them, rules are not checked. */
  readonly knownRules?: readonly string[];
}

export type PolicyReading = { readonly policy: Policy } | { readonly problems: readonly FileProblem[] };

/** Layers below layers below layers help nobody. */
const maxLayers = 5;

/** Reads a policy with what it extends. Tells everything that is wrong at once, with line and column; never throws. */
export function readPolicy(text: string, options: PolicyReadingOptions): PolicyReading {
  const reading = readLayers(text, options.path, options, [options.path]);
  if ("problems" in reading) return { problems: withoutEnds(reading.problems) };

  const { layers } = reading;
  const policy = mergeLayers(layers);
  const known = knownIn(
    layers.map(({ decoding }) => decoding),
    options,
  );
  const problems = layers.flatMap(({ decoding }) => unknownNames(decoding, known));
  return problems.length === 0 ? { policy } : { problems: withoutEnds(problems) };
}

type Layers = { readonly layers: readonly PolicyLayer[] } | { readonly problems: readonly FileProblem[] };

/** Reads a layer and, before it, what it extends. */
function readLayers(text: string, path: string, options: PolicyReadingOptions, above: readonly string[]): Layers {
  const reading = readLayer(text, path);
  if ("layer" in reading) {
    const below = readBelow(reading.layer.decoding, options, above);
    return "problems" in below ? below : { layers: [...below.layers, reading.layer] };
  }
  const { decoding, problems } = reading;
  if (decoding === null) return { problems };
  const below = readBelow(decoding, options, above);
  if ("problems" in below) return { problems: [...problems, ...below.problems] };
  const known = knownIn([...below.layers.map((layer) => layer.decoding), decoding], options);
  return { problems: [...problems, ...unknownNames(decoding, known)] };
}

/** Reads what a layer extends, whatever else is wrong with that layer. */
function readBelow(decoding: Decoding, options: PolicyReadingOptions, above: readonly string[]): Layers {
  const wanted = valueAt(decoding, ["extends"]);
  if (wanted === undefined) return { layers: [] };
  if (typeof wanted !== "string" || wanted === "") return { problems: [] }; // as was said of the layer already

  const { path } = decoding.document;
  const place = decoding.document.spanOf(["extends"]);
  const preset = Object.hasOwn(options.presets, wanted) ? options.presets[wanted] : undefined;
  if (preset === undefined)
    return { problems: [problemAt(path, place, describeMissing(wanted, Object.keys(options.presets)))] };
  if (above.includes(wanted) || above.length >= maxLayers) {
    return {
      problems: [problemAt(path, place, `${quoteName(wanted)} extends itself, or too many layers extend each other.`)],
    };
  }
  return readLayers(preset, wanted, options, [...above, wanted]);
}

/** The names that some layers define together. What is no map defines nobody knows what. */
function knownIn(decodings: readonly Decoding[], options: PolicyReadingOptions): KnownNames {
  const groups = decodings.map((decoding) => namesAt(decoding, "people"));
  const kinds = decodings.map((decoding) => namesAt(decoding, "kinds"));
  return {
    groups: groups.every((names) => names !== null) ? [...new Set(groups.flat()), datasetOwners] : null,
    kinds: kinds.every((names) => names !== null) ? [...new Set([...kinds.flat(), ...builtInKinds])] : null,
    rules: options.knownRules ?? null,
  };
}

function describeMissing(wanted: string, presets: readonly string[]): string {
  if (wanted.includes(":")) {
    return `The file ${quoteName(wanted)} that this policy extends could not be read. See that it exists, and that Countersign may read it.`;
  }
  return `Unknown preset ${quoteName(wanted)}.${didYouMean(wanted, presets) || ` There are ${listNames(presets)}.`}`;
}

/** Sorted by place, each once, and with the start alone, which is what a `FileProblem` has. */
function withoutEnds(problems: readonly FileProblem[]): readonly FileProblem[] {
  const plain = problems.map(({ path, line, column, message }) => ({ path, line, column, message }));
  const unique = new Map(plain.map((problem) => [JSON.stringify(problem), problem]));
  return [...unique.values()].sort((a, b) => compareText(a.path, b.path) || a.line - b.line || a.column - b.column);
}

function compareText(first: string, second: string): number {
  return first === second ? 0 : first < second ? -1 : 1;
}
