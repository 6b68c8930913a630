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
  const { texts, hasOddNames } = skimmed;
  const attributes = hasOddNames ? null : plainAttributes(skimmed);
  if (attributes === null) return null;
  const words = attributes.length === 0 ? skimmed.words : skimmed.words.union(new Set(attributes));
  let isMade: boolean | null = null;
  return {
    ...skimmed,
    words,
    has: (...wanted) => wanted.some((word) => words.has(word)),
    tells(pattern) {
      isMade ??= isTextMade(skimmed) || hasEscapes(texts);
      return isMade || pattern.test(texts);
    },
  };
}

/** Whether texts are put together, turned round or changed: what they make then is in none of them. */
function isTextMade({ code, hasTextsInFields, wordsOfFields }: SkimmedCode): boolean {
  if (hasTextsInFields || makers.some((maker) => maker.test(code))) return true;
  const ofNames = [...wordsOfFields, ...Array.from(code.matchAll(madeOfName), ([, one, other]) => one ?? other ?? "")];
  if (ofNames.length === 0) return false;
  const bound = namesOfTexts(code);
  return ofNames.some((name) => bound.has(name));
}

const makers: readonly RegExp[] = [
  /[\w"')\]}][\s\\]*\+=?[\s\\]*[A-Za-z_"'([{]/,
  /\bjoin\s*\(\s*[[({]|\.\s*(?:format|replace|lower|upper)\s*\(|\bchr\s*\(/,
  /["')\]}][\s\\]*%/,
  /["'\w)\]][\s\\]*\[[-\d\s]*:/, // a part of one
];

/** `NAME % …`, and `….join(NAME)`. */
const madeOfName = /(?<!\w)(\w+)[\s\\]*%|\bjoin[\s\\]*\([\s\\]*(\w+)/g;

/** The names that may be of a constant text: bound to a literal, to what brackets hold, or to another name. */
function namesOfTexts(code: string): ReadonlySet<string> {
  const names = new Set(Array.from(code.matchAll(bindings), ([, name = ""]) => name));
  for (const [, name = ""] of code.matchAll(annotated)) names.add(name);
  for (const [targets] of code.matchAll(manyTargets)) for (const name of targets.match(/\w+/g) ?? []) names.add(name);
  return names;
}

const value = String.raw`(?=[\s\\]*(?:[bfrtuBFRTU]{0,2}["']|[([{]|[A-Za-z_]\w*[ \t\\]*(?![\w.([ \t\\])))`;
const bindings = new RegExp(String.raw`(?<!\w)(\w+)[\s\\)]*[:+*%]?=(?!=)${value}`, "g");
const annotated = new RegExp(String.raw`(?<!\w)(\w+)[\s\\]*:(?=[^=\n]{0,200}=(?!=)${value})`, "g");
const manyTargets =
  /^[ \t]*(?:[([][ \t]{0,9})?[\w*.][\w*. \t]{0,99}(?:,[\w*. \t]{1,99}){1,50}(?:[)\]][ \t]{0,99})?=(?!=)/gm;

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
