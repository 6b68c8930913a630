import { didYouMean, listNames, quoteName } from "../formats/did-you-mean.ts";
import { type FormatProblem, problemAt } from "../formats/format-problem.ts";
import { type Decoding, valueAt } from "./decode-part.ts";
import { type PolicyLayer, readLayer } from "./read-layer.ts";

/** An organisation's own file, which applies to all its repositories. */
export interface OrganisationFile {
  /** Such as `acme/.github:countersign.yml`. Policies extend it by this name, in messages it is the path. */
  readonly name: string;
  readonly text: string;
  /** Whether a policy that extends this name means the file; absent: what has its name, whatever the case. */
  readonly isNamed?: (wanted: string) => boolean;
}

/** What a layer may extend. */
export interface Extendable {
  readonly presets: Readonly<Record<string, string>>;
  readonly organisation: OrganisationFile | null;
}

/** A file of a policy with the presets that it extends, what is extended before who extends it. */
export interface Chain {
  readonly layers: readonly PolicyLayer[];
  /** What could be seen of each file, good or not. */
  readonly decodings: readonly Decoding[];
  readonly problems: readonly FormatProblem[];
  /** Whether every file could be looked into, so that all names are known. */
  readonly isWhole: boolean;
}

/** Layers below layers below layers help nobody. */
const maxLayers = 5;

/** Reads a file with what it extends. The organisation's own file is no part of it: it applies anyhow. */
export function readChain(
  text: string,
  path: string,
  extendable: Extendable,
  above: readonly string[] = [path],
): Chain {
  const reading = readLayer(text, path);
  const problems = "layer" in reading ? [] : reading.problems;
  const decoding = "layer" in reading ? reading.layer.decoding : reading.decoding;
  if (decoding === null) return { layers: [], decodings: [], problems, isWhole: false };

  const below = readBelow(decoding, extendable, above);
  return {
    layers: "layer" in reading ? [...below.layers, reading.layer] : below.layers,
    decodings: [...below.decodings, decoding],
    problems: [...problems, ...below.problems],
    isWhole: below.isWhole,
  };
}

/** What is read of a file that is not there. */
export const nothingRead: Chain = { layers: [], decodings: [], problems: [], isWhole: true };

/** Reads what a layer extends, whatever else is wrong with that layer. */
function readBelow(decoding: Decoding, extendable: Extendable, above: readonly string[]): Chain {
  const wanted = valueAt(decoding, ["extends"]);
  if (wanted === undefined) return nothingRead;
  if (typeof wanted !== "string" || wanted === "") return { ...nothingRead, isWhole: false }; // as was said of the layer already

  const { presets, organisation } = extendable;
  const wrong = (message: string): Chain => {
    const problem = problemAt(decoding.document.path, decoding.document.spanOf(["extends"]), message);
    return { ...nothingRead, problems: [problem], isWhole: false };
  };
  const isOrganisation = organisation !== null && means(organisation, wanted);
  const first = above[0] === organisation?.name;
  if (isOrganisation && !first) return nothingRead;
  const preset = Object.hasOwn(presets, wanted) ? presets[wanted] : undefined;
  if (preset === undefined && !isOrganisation) return wrong(describeMissing(wanted, extendable));
  if (preset === undefined || above.includes(wanted) || above.length >= maxLayers)
    return wrong(`${quoteName(wanted)} extends itself, or too many layers extend each other.`);
  return readChain(preset, wanted, extendable, [...above, wanted]);
}

function means({ name, isNamed }: OrganisationFile, wanted: string): boolean {
  return isNamed === undefined ? wanted.toLowerCase() === name.toLowerCase() : isNamed(wanted);
}

function describeMissing(wanted: string, { presets, organisation }: Extendable): string {
  const names = Object.keys(presets);
  if (!wanted.includes(":") && wanted.includes("/"))
    return `${quoteName(wanted)} is no file that can be extended. An organisation's is written ${quoteName(`${wanted}:countersign.yml`)}, and applies anyhow; \`--organisation-policy FILE\` reads one of the disk in its place.`;
  if (!wanted.includes(":"))
    return `Unknown preset ${quoteName(wanted)}.${didYouMean(wanted, names) || ` There are ${listNames(names)}.`}`;
  return organisation === null
    ? `The file ${quoteName(wanted)} that this policy extends could not be read. See that it exists, and that Countersign may read it; on the command line, \`--organisation-policy FILE\` gives it.`
    : `Besides presets, only the organisation's own file can be extended, ${quoteName(organisation.name)}, and that applies anyhow.`;
}
