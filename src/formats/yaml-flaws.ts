import { type Document, isAlias, isCollection, isMap, isScalar, type Node, visit, type YAMLError } from "yaml";
import { quoteName } from "./did-you-mean.ts";

export interface YamlLimits {
  /** -1: it was looked after that they do not multiply. */
  readonly maxAliases: number;
  /** Whether a key may be set twice. */
  readonly isTolerant?: boolean;
}

/** No file that people write for Countersign needs more. YAML bombs need few levels but many aliases. */
const usualLimits: YamlLimits = { maxAliases: 50 };

/** Maps, their pairs and lists above a value. Whoever walks the data later may then do so by recursion. */
const deepest = 200;

/** A longer list would help nobody. */
const mostFlaws = 50;

/** Something that makes a document unusable. Offsets into the text, the end exclusive. */
export interface YamlFlaw {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** A document that would cost too much to read. The message is for people. */
export class UnsafeYaml extends Error {
  override readonly name = "UnsafeYaml";
}

const tooManyAliases = "The file uses so many aliases (`*name`) that it cannot be read safely; write the values out.";
export const tooDeep = "The file is nested too deeply to be read.";

/**
 * What is wrong with a document as such. One error of the grammar is enough, as what follows it is guesswork; of duplicate
 * keys each is told. Throws `UnsafeYaml`.
 */
export function findFlaws(document: Document.Parsed, limits = usualLimits): readonly YamlFlaw[] {
  const grammar = document.errors[0];
  if (grammar !== undefined) return [{ from: grammar.pos[0], to: grammar.pos[1], message: describeError(grammar) }];

  const flaws: YamlFlaw[] = [];
  const add = (range: readonly number[] | null | undefined, message: string): void => {
    if (flaws.length < mostFlaws) flaws.push({ from: range?.[0] ?? 0, to: range?.[1] ?? 1, message });
  };
  let aliases = 0;
  visit(document, {
    Alias(_, alias) {
      aliases += 1;
      if (aliases > limits.maxAliases) throw new UnsafeYaml(tooManyAliases);
      if (alias.resolve(document) === undefined) {
        add(alias.range, `The alias ${quoteName(`*${alias.source}`)} names no anchor.`);
      }
    },
    Seq(_, __, ancestors) {
      if (ancestors.length > deepest) throw new UnsafeYaml(tooDeep);
    },
    Map(_, map, ancestors) {
      if (ancestors.length > deepest) throw new UnsafeYaml(tooDeep);
      for (const key of findProtoKeys(map)) add(key.range, "A key must not be named `__proto__`.");
      for (const key of findManifold(map, document)) add(key.range, "A key must be one value, not a map or a list.");
      if (limits.isTolerant === true) return;
      for (const key of findTwins(map)) add(key.range, `The key ${quoteName(String(key.value))} is set twice.`);
    },
  });
  return flaws;
}

/** The document as plain data. Throws `UnsafeYaml` for aliases that multiply. */
export function toPlainData(document: Document, limits = usualLimits): unknown {
  try {
    return document.toJS({ maxAliasCount: limits.maxAliases });
  } catch (cause) {
    if (cause instanceof ReferenceError) throw new UnsafeYaml(tooManyAliases, { cause }); // what `yaml` throws of an alias bomb
    throw cause;
  }
}

/** Readers of plain data drop it without a word. */
function findProtoKeys(map: unknown) {
  if (!isMap(map)) return [];
  return map.items.flatMap(({ key }) => (isScalar(key) && key.value === "__proto__" ? [key] : []));
}

/** Keys that are maps or lists themselves: no data has them that is to be read elsewhere, too. */
function findManifold(map: unknown, document: Document): readonly Node[] {
  if (!isMap<Node>(map)) return [];
  return map.items.flatMap(({ key }) => (isCollection(isAlias(key) ? key.resolve(document) : key) ? [key] : []));
}

function findTwins(map: unknown) {
  if (!isMap(map)) return [];
  const seen = new Set<string>();
  return map.items.flatMap(({ key }) => {
    if (!isScalar(key) || typeof key.value === "symbol") return []; // a merge key, where those are read
    const name = String(key.value);
    if (seen.has(name)) return [key];
    seen.add(name);
    return [];
  });
}

function describeError(error: YAMLError): string {
  switch (error.code) {
    case "TAB_AS_INDENT":
      return "The file is not YAML: a tab is used for indentation; use spaces.";
    case "RESOURCE_EXHAUSTION":
      return tooDeep;
    case "BLOCK_AS_IMPLICIT_KEY":
      return "The file is not YAML: a text with `: ` in it must stand in quotes, and nothing else begins on the line of a key.";
    case "MULTIPLE_DOCS":
      return "The file holds several YAML documents; only one is expected.";
    default:
      return `The file is not YAML: ${firstSentence(error.message)}`;
  }
}

function firstSentence(message: string): string {
  const line = (message.split("\n")[0] ?? "").trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
