import { decodeEscapes } from "../../python/escapes.ts";

/**
 * The texts of the strings of a Python file, without a parser: rather too much than too little. Escapes are listed as they are written
 * and as they are meant; strings beside each other, or with `+` or a comma between them, also as one; those in the braces of an
 * f-string also as a part of it.
 */
export function listStrings(text: string): readonly string[] {
  const filled = text.replaceAll(constantHole, "$2");
  const all = new Set(listLiterals(text));
  if (filled !== text) for (const one of listLiterals(filled)) all.add(one);
  for (const [, , inner] of text.matchAll(/(?=(["'])([^"'\n]{1,200})\1)/g)) if (inner !== undefined) all.add(inner);
  return [...all];
}

/** `{"ients"}` */
const constantHole = /\{\s{0,20}(["'])([^"'{}\\\n]{1,200})\1\s{0,20}(?:![sra])?\}/g;

interface Literal {
  readonly written: string;
  readonly meant: string;
  /** The code between it and the string before, without comments and its own prefix. */
  readonly gap: string;
}

function listLiterals(text: string): readonly string[] {
  const literals = readLiterals(text);
  return [
    ...literals.flatMap(({ written, meant }) => [written, meant]),
    ...joinWhere(literals, (gap) => /^\+?$/.test(gap.replaceAll(/[\s\\()]/g, ""))),
    ...joinWhere(literals, (gap) => gap.replaceAll(/[\s\\()[\],]/g, "") === ""),
  ];
}

/** What the strings make together that have nothing but such code between them. */
function joinWhere(literals: readonly Literal[], isGlue: (gap: string) => boolean): readonly string[] {
  const runs: string[][] = [];
  for (const { meant, gap } of literals) {
    const run = isGlue(gap) ? runs.at(-1) : undefined;
    if (run === undefined) runs.push([meant]);
    else run.push(meant);
  }
  return runs.filter(({ length }) => length > 1).map((run) => run.join(""));
}

function readLiterals(text: string): readonly Literal[] {
  const literals: Literal[] = [];
  const gap: string[] = [];
  let [at, from] = [0, 0];
  while (at < text.length) {
    const one = text.charAt(at);
    if (one !== "#" && one !== '"' && one !== "'") {
      at += 1;
      continue;
    }
    gap.push(text.slice(from, at));
    if (one === "#") at = endOf(text, "\n", at);
    else {
      const quote = text.startsWith(one.repeat(3), at) ? one.repeat(3) : one;
      const start = at + quote.length;
      const end = endOfString(text, quote, start);
      literals.push(toLiteral(text.slice(start, end), gap.splice(0).join("")));
      at = end + quote.length;
    }
    from = at;
  }
  return literals;
}

function toLiteral(written: string, code: string): Literal {
  const [prefix = ""] = /(?<![A-Za-z])[A-Za-z]{1,2}$/.exec(code.slice(-3)) ?? [];
  const isRaw = /^(?:r|[bft]r|r[bft])$/i.test(prefix);
  return {
    written,
    meant: isRaw ? written : decodeEscapes(written.replaceAll(namedLetter, toLetter)),
    gap: code.slice(0, code.length - prefix.length),
  };
}

const namedLetter = /\\N\{LATIN (SMALL|CAPITAL) LETTER ([A-Z])\}/gi;

function toLetter(_: string, size: string, letter: string): string {
  return size.toUpperCase() === "SMALL" ? letter.toLowerCase() : letter.toUpperCase();
}

/** A string of one line ends with it, even where nothing closes it. */
function endOfString(text: string, quote: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const one = text.charAt(at);
    if (one === "\\") at += 1;
    else if (quote.length === 1 && one === "\n") return at;
    else if (one === quote.charAt(0) && text.startsWith(quote, at)) return at;
  }
  return text.length;
}

function endOf(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from);
  return found === -1 ? text.length : found;
}
