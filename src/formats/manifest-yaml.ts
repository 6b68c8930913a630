import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
  type YAMLError,
} from "yaml";
import type { Span } from "../domain/finding.ts";
import { type FormatProblem, problemAt } from "./format-problem.ts";
import { manifestScalars } from "./manifest-scalars.ts";
import type { YamlDocument } from "./yaml-document.ts";
import { findFlaws, tooDeep, toPlainData, UnsafeYaml } from "./yaml-flaws.ts";
import { createPlaces } from "./yaml-places.ts";

/** Generated definitions of custom resources come near it. In characters. */
const longest = 3 * 1024 * 1024;

/** Values of one document, each alias counted with all that it stands for. */
const mostValues = 200_000;

const tooManyValues =
  "With its aliases (`*name`) written out, the document has more than 200,000 values: too many to be checked.";

/** A longer list would help nobody. */
const mostMerges = 20;
const mostProblems = 100;

/** How often values may be repeated by aliases in all documents of a file. */
const mostAliases = 2_000;

export interface ManifestYaml {
  /** The documents that can be read; empty ones are left out. */
  readonly documents: readonly YamlDocument[];
  readonly problems: readonly FormatProblem[];
  /** Whether the grammar of YAML is broken. */
  readonly isGrammar: boolean;
  /** Why another reader may take the broken grammar; `null` where none does. */
  readonly doubt: string | null;
}

export interface ManifestYamlOptions {
  /** A key that is set twice is no problem: the branches of a template may each have it. */
  readonly isTolerant?: boolean;
}

/** Reads all documents of a text, with scalars as Kubernetes and Helm understand them. Never throws. */
export function readManifestYaml(
  text: string,
  path: string,
  { isTolerant = false }: ManifestYamlOptions = {},
): ManifestYaml {
  const start: Span = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
  const refuse = (message: string): ManifestYaml => ({
    documents: [],
    problems: [problemAt(path, start, message)],
    isGrammar: false,
    doubt: null,
  });
  if (text.length > longest) {
    return refuse(`The file has ${(text.length / 1024 / 1024).toFixed(1)} MB; at most 3 MB of YAML are read.`);
  }
  const lines = new LineCounter();
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false, // it compares each with each; `findFlaws` does not
      schema: "failsafe",
      customTags: [...manifestScalars],
      merge: true,
      resolveKnownTags: false,
      logLevel: "silent",
    });
    const all = Array.isArray(parsed)
      ? parsed.map((document) => readOne(document, { text, path, lines, isTolerant }))
      : [];
    const broken = all.find(({ grammar }) => grammar !== null);
    return {
      documents: all.flatMap(({ document }) => document ?? []),
      problems: firstOfGrammar(all)
        .flatMap(({ problems }) => problems)
        .slice(0, mostProblems),
      isGrammar: broken !== undefined,
      doubt: broken?.grammar != null && isQuoteClosedLater(broken.grammar, text) ? looseQuote : null,
    };
  } catch (error) {
    if (error instanceof RangeError) return refuse(tooDeep);
    throw error;
  }
}

interface One {
  readonly document: YamlDocument | null;
  readonly problems: readonly FormatProblem[];
  readonly grammar: YAMLError | null;
}

const looseQuote = "a quoted text goes on at a line that is indented too little, which not every reader of YAML takes";

/** Whether the quote that is missing ends a later line, as it does where a text goes on too far to the left. */
function isQuoteClosedLater({ code, pos: [at] }: YAMLError, text: string): boolean {
  if (code !== "MISSING_CHAR") return false;
  return ["'", '"'].some((quote) => {
    const next = text.indexOf(quote, at);
    if (next === -1 || text.lastIndexOf(quote, at) === -1) return false;
    const rest = text.slice(next + 1, next + 200).split("\n")[0] ?? "";
    return /^[ \t\r]*(?:#|$)/.test(rest);
  });
}

/** What follows an error of the grammar is guesswork. */
function firstOfGrammar(all: readonly One[]): readonly One[] {
  const broken = all.findIndex(({ grammar }) => grammar !== null);
  return broken === -1 ? all : all.slice(0, broken + 1);
}

interface Source {
  readonly text: string;
  readonly path: string;
  readonly lines: LineCounter;
  readonly isTolerant: boolean;
}

function readOne(document: Document.Parsed, { text, path, lines, isTolerant }: Source): One {
  const { spanOf, spanOfRange } = createPlaces(document, text, lines);
  const last = Math.max(text.trimEnd().length - 1, 0);
  const toProblem = (from: number, to: number, message: string): FormatProblem =>
    problemAt(path, spanOfRange(Math.min(from, last), from > last ? last + 1 : to), message);
  const grammar = document.errors[0] ?? null;
  try {
    const flaws = findFlaws(document, { maxAliases: mostAliases, isTolerant });
    const problems = flaws.map(({ from, to, message }) => toProblem(from, to, message));
    if (problems.length > 0) return { document: null, problems, grammar };
    const merges = findBadMerges(document).map(({ range }) =>
      toProblem(range?.[0] ?? 0, range?.[1] ?? 1, "The merge key `<<` must be given a map, or a list of maps."),
    );
    if (merges.length > 0) return { document: null, problems: merges.slice(0, mostMerges), grammar };
    if (countValues(document) > mostValues) throw new UnsafeYaml(tooManyValues);
    const value = toPlainData(document, { maxAliases: -1 });
    return { document: value === null ? null : { path, value, spanOf }, problems: [], grammar };
  } catch (error) {
    if (!(error instanceof UnsafeYaml)) throw error;
    const from = document.contents?.range[0] ?? 0;
    return { document: null, problems: [toProblem(from, from + 1, error.message)], grammar };
  }
}

/** How many values a document has when each alias is replaced by what it stands for. Throws `UnsafeYaml` when it holds itself. */
function countValues(document: Document.Parsed): number {
  const counts = new Map<Node, number>();
  const open = new Set<Node>();
  const count = (node: unknown): number => {
    if (isPair(node)) return count(node.key) + count(node.value);
    if (isAlias(node)) return count(node.resolve(document));
    if (!isMap(node) && !isSeq(node)) return isScalar(node) ? 1 : 0;
    const known = counts.get(node);
    if (known !== undefined) return known;
    if (open.has(node)) throw new UnsafeYaml("An alias (`*name`) stands inside of what it names.");
    open.add(node);
    const sum = node.items.reduce((total: number, item: unknown) => total + count(item), 1);
    open.delete(node);
    counts.set(node, sum);
    return sum;
  };
  return count(document.contents);
}

/** A merge key (`<<`) takes in maps, and nothing else. */
function findBadMerges(document: Document.Parsed): readonly Node[] {
  const found: Node[] = [];
  const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !(typeof key.value === "symbol" || key.value === "<<")) return;
      const source = resolve(value);
      const maps = isSeq(source) ? source.items.map(resolve) : [source];
      if (!maps.every(isMap)) found.push(key);
    },
  });
  return found;
}
