import type { SkimmedCode } from "../../python/code/skim-code.ts";

/** What a quick look asks of a Python file. */
export interface CodeLook extends SkimmedCode {
  /** Whether any of these words stands in the code. */
  has(...words: readonly string[]): boolean;
  /** Whether this is in a text, or could be in one that is put together at run time. */
  tells(pattern: RegExp): boolean;
}

/**
 * No name can be written in pieces, but for `getattr` and its like; a text can. `null`: a name is asked for that may be any, or is
 * written with letters that Python takes for others.
 */
export function lookAtCode(skimmed: SkimmedCode): CodeLook | null {
  const { code, texts, hasOddNames } = skimmed;
  const attributes = hasOddNames ? null : plainAttributes(skimmed);
  if (attributes === null) return null;
  const words = attributes.length === 0 ? skimmed.words : skimmed.words.union(new Set(attributes));
  let isMade: boolean | null = null;
  return {
    ...skimmed,
    words,
    has: (...wanted) => wanted.some((word) => words.has(word)),
    tells(pattern) {
      isMade ??= isTextMade(code) || hasEscapes(texts);
      return isMade || pattern.test(texts);
    },
  };
}

/** Whether texts are put together, turned round or changed: what they make then is in none of them. */
function isTextMade(code: string): boolean {
  return makers.some((maker) => maker.test(code));
}

const makers: readonly RegExp[] = [
  /[\w"')\]}][\s\\]*\+[\s\\]*[A-Za-z_"'([{]/,
  /\bjoin\s*\(\s*[[({]|\.\s*(?:format|replace|lower|upper)\s*\(|\bchr\s*\(/,
  /["')\]}][\s\\]*%/,
  /\{\s*[a-z]{0,2}["']/i, // a text in an f-string
  /\[[-\d\s]*:[-\d\s]*:|["'\w)][\s\\]*\[[-\d\s]+[:\]]/, // a part of one
];

export function hasEscapes(texts: string): boolean {
  return /\\[xuUN0-7]/.test(texts);
}

/** The names that `getattr` is asked for, where all are written out; `null` where not. */
function plainAttributes({ code, words }: SkimmedCode): readonly string[] | null {
  if (!words.has("getattr")) return [];
  const all = code.match(/\bgetattr\b/g) ?? [];
  const plain = [...code.matchAll(/\bgetattr\(\s*[\w.]+,\s*(["'])(\w+)\1\s*[,)]/g)];
  return all.length > plain.length ? null : plain.map(([, , name = ""]) => name);
}
