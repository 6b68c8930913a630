import { createSpans, type Spans } from "../spans.ts";
import { fieldOf, firstOf, namedOf, type RawNode, type SourceTree } from "../syntax/raw-node.ts";
import type {
  AssignmentFact,
  CallFact,
  CodeFacts,
  ImportFact,
  NameFact,
  ReturnFact,
  StringFact,
} from "./code-facts.ts";
import { type Collected, collectCode, dictionaryOwner } from "./collect-code.ts";
import { readImports } from "./read-imports.ts";
import { createResolver, type Resolver } from "./resolve-code.ts";
import { createValuer, type Valuer } from "./value-of-code.ts";

/**
 * Reads what the code of a module does: every call, import, text and name, wherever it stands, in what the parser did not
 * understand too. `source` is the text that was parsed. Nothing is executed; the tree stays the caller's.
 */
export function readCode({ root }: SourceTree, source: string): CodeFacts {
  const text = ({ start, end }: RawNode): string => source.slice(start, end);
  const collected = collectCode(root, text);
  const spanOf = createSpans(source);
  const imports = readAllImports(collected, text, spanOf);
  const stars = imports.filter(({ path }) => path.endsWith(".*")).map(({ path }) => path.slice(0, -2));
  const resolver = createResolver(collected, stars.slice(0, 3), text);
  const valuer = createValuer(resolver, spanOf);
  return {
    calls: readCalls(collected, resolver, valuer, spanOf),
    imports,
    strings: readStrings(collected, valuer, spanOf),
    oddNames: readOddNames(collected, text, spanOf),
    returns: readReturns(collected, resolver, valuer, spanOf),
    assignments: readAssignments(collected, resolver, valuer, spanOf),
    uses: readUses(collected, resolver, spanOf),
  };
}

/** From the innermost outwards, so that no chain of calls is followed all the way for each of its links. */
function readCalls({ calls }: Collected, resolver: Resolver, valuer: Valuer, spanOf: Spans): readonly CallFact[] {
  const facts = calls.toReversed().map(({ node, scope, within }): CallFact => {
    const callee = fieldOf(node, "function");
    const paths = callee === null ? [] : resolver.paths(callee, scope);
    return {
      ...valuer.call(node, scope),
      isIndirect: paths.some(({ isIndirect }) => isIndirect),
      placement: scope.kind,
      within,
      span: spanOf(node),
      calleeSpan: spanOf(callee ?? node),
    };
  });
  return facts.reverse();
}

function readAllImports({ imports }: Collected, text: (node: RawNode) => string, spanOf: Spans): readonly ImportFact[] {
  return imports.flatMap(({ node, scope }) =>
    readImports(node, text).map((one) => ({ path: one.imported, placement: scope.kind, span: spanOf(one.node) })),
  );
}

function readStrings({ strings }: Collected, valuer: Valuer, spanOf: Spans): readonly StringFact[] {
  return strings.flatMap(({ node, scope }) => {
    const value = valuer.value(node, scope);
    return value.kind === "text" ? [{ value, span: spanOf(node) }] : [];
  });
}

function readOddNames({ names }: Collected, text: (node: RawNode) => string, spanOf: Spans): readonly NameFact[] {
  return names.flatMap((node) => {
    const name = text(node);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
    return /[^\x00-\x7f]/.test(name) ? [{ name, span: spanOf(node) }] : [];
  });
}

function readReturns({ returns }: Collected, resolver: Resolver, valuer: Valuer, spanOf: Spans): readonly ReturnFact[] {
  return returns.flatMap(({ node, scope, decorators }) => {
    const held = firstOf(node);
    if (held === null || decorators.length === 0) return [];
    const paths = decorators.flatMap((one) => resolver.paths(one, scope).map(({ path }) => path));
    return [{ decorators: paths, value: valuer.value(held, scope), span: spanOf(held) }];
  });
}

function readAssignments(
  { assignments }: Collected,
  resolver: Resolver,
  valuer: Valuer,
  spanOf: Spans,
): readonly AssignmentFact[] {
  return assignments.flatMap(({ node, scope }) => {
    const [left, right] = [fieldOf(node, "left"), fieldOf(node, "right")];
    if (left === null || right === null) return [];
    const owner = left.type === "subscript" ? dictionaryOwner(left, resolver.text) : null;
    const key = owner === null ? "" : resolver.constant(namedOf(left)[1] ?? null, scope);
    if (key === null) return [];
    const paths = resolver.paths(owner ?? left, scope).map(({ path }) => (owner === null ? path : `${path}.${key}`));
    return [{ paths, value: valuer.value(right, scope), span: spanOf(node) }];
  });
}

function readUses({ uses }: Collected, resolver: Resolver, spanOf: Spans): CodeFacts["uses"] {
  return uses.map(({ node, scope }) => ({
    paths: resolver.paths(node, scope).map(({ path }) => path),
    span: spanOf(node),
  }));
}
