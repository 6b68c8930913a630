import type { FileProblem } from "../domain/file-problem.ts";
import { datasetOwners, type Policy } from "../domain/policy.ts";
import { compareText } from "../formats/compare-text.ts";
import type { Decoding } from "./decode-part.ts";
import { builtInKinds } from "./defaults.ts";
import type { KnownRule } from "./known-rules.ts";
import { findNotes } from "./notes/find-notes.ts";
import { nothingRead, type OrganisationFile, readChain } from "./read-chain.ts";
import { type KnownNames, namesAt, type PolicyLayer, unknownNames } from "./read-layer.ts";
import { byWeight, type StackedLayer, stackLayers } from "./stack-layers.ts";

export interface PolicyReadingOptions {
  /** For messages. */
  readonly path: string;
  /** Text of each preset that a policy may extend, by name. */
  readonly presets: Readonly<Record<string, string>>;
  /** The organisation's file, which applies whether or not the policy extends it. */
  readonly organisation?: OrganisationFile | null;
  /** All rules, with their options; without them, what is said of rules is not checked. */
  readonly knownRules?: readonly KnownRule[];
}

/** `layers`: the names of all files that it is made of, the weightiest last. `notes`: what is good, and yet hardly meant. */
export type PolicyReading =
  | { readonly policy: Policy; readonly layers: readonly string[]; readonly notes: readonly FileProblem[] }
  | { readonly problems: readonly FileProblem[] };

/**
 * Reads a policy with what it extends, and its organisation's file above it; `null` as text is a repository that has none of its
 * own. Tells everything that is wrong at once, with line and column; never throws.
 */
export function readPolicy(text: string | null, options: PolicyReadingOptions): PolicyReading {
  const { path, presets, organisation = null } = options;
  const extendable = { presets, organisation };
  const upper = organisation === null ? nothingRead : readChain(organisation.text, organisation.name, extendable);
  const lower = text === null ? nothingRead : readChain(text, path, extendable);
  const chains = [upper, lower];
  const decodings = chains.flatMap((chain) => chain.decodings);
  const known = knownIn(decodings, options, upper.isWhole && lower.isWhole);
  const problems = [
    ...chains.flatMap((chain) => chain.problems),
    ...decodings.flatMap((decoding) => unknownNames(decoding, known)),
  ];
  if (problems.length > 0) return { problems: withoutEnds(problems) };

  const layers = stack(upper.layers, lower.layers);
  const stacked = stackLayers(layers);
  if (stacked.problems.length > 0) return { problems: withoutEnds(stacked.problems) };
  const { policy } = stacked;
  const notes = withoutEnds(findNotes({ layers, policy, path }));
  return { policy, layers: byWeight(layers).map(nameOf), notes };
}

/** Layers by their authority. A preset that the organisation extends is there once, with the organisation's. */
function stack(upper: readonly PolicyLayer[], lower: readonly PolicyLayer[]): readonly StackedLayer[] {
  const names = new Set(upper.map(nameOf));
  return [
    ...upper.map((layer) => ({ ...layer, chain: "upper" as const, isPreset: layer !== upper.at(-1) })),
    ...lower
      .map((layer) => ({ ...layer, chain: "lower" as const, isPreset: layer !== lower.at(-1) }))
      .filter((layer) => !layer.isPreset || !names.has(nameOf(layer))),
  ];
}

function nameOf({ decoding }: PolicyLayer): string {
  return decoding.document.path;
}

/** The names that some layers define together. What is no map defines nobody knows what. */
function knownIn(decodings: readonly Decoding[], options: PolicyReadingOptions, isWhole: boolean): KnownNames {
  const groups = decodings.map((decoding) => namesAt(decoding, "people"));
  const kinds = decodings.map((decoding) => namesAt(decoding, "kinds"));
  return {
    groups: isWhole && groups.every((names) => names !== null) ? [...new Set(groups.flat()), datasetOwners] : null,
    kinds: isWhole && kinds.every((names) => names !== null) ? [...new Set([...kinds.flat(), ...builtInKinds])] : null,
    rules: options.knownRules ?? null,
  };
}

/** Sorted by place, each once, and with the start alone, which is what a `FileProblem` has. */
function withoutEnds(problems: readonly FileProblem[]): readonly FileProblem[] {
  const plain = problems.map(({ path, line, column, message }) => ({ path, line, column, message }));
  const unique = new Map(plain.map((problem) => [JSON.stringify(problem), problem]));
  return [...unique.values()].sort((a, b) => compareText(a.path, b.path) || a.line - b.line || a.column - b.column);
}
