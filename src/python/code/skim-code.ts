import { hasLoneCarriageReturn } from "../line-ends.ts";
import { drop, mostNesting, type Skimmer, skimText } from "./skim-text.ts";

/** What can be said of a Python text without a parser, for quick looks. */
export interface SkimmedCode {
  /** The text without comments and docstrings. */
  readonly code: string;
  /** Every name and keyword of the code, those in f-strings too. */
  readonly words: ReadonlySet<string>;
  /** What stands in its string literals, docstrings aside: a NUL before each, none between those that Python takes for one. */
  readonly texts: string;
  /** Whether letters outside ASCII stand in the code. */
  readonly hasOddNames: boolean;
  /** Whether a text stands in a field of an f-string. */
  readonly hasTextsInFields: boolean;
  /** Every name and keyword in fields of f-strings. */
  readonly wordsOfFields: ReadonlySet<string>;
}

/** Passes over a Python text once. `null`: that is not enough, a parser must look. Of a text that is no Python it says something. */
export function skimCode(text: string): SkimmedCode | null {
  if (hasLoneCarriageReturn(text)) return null;
  const skimField = (inner: Skimmer): void => skim(inner, true);
  const words = new Set<string>();
  const skimmer: Skimmer = {
    ...{ text, words, at: 0, takenTo: 0, code: "", texts: "", hasOddNames: false, nesting: 0, skimField },
    ...{ hasTextsInFields: false, wordsOfFields: new Set() },
  };
  skim(skimmer, false);
  if (skimmer.nesting > mostNesting) return null;
  const { texts, hasOddNames, hasTextsInFields, wordsOfFields } = skimmer;
  const code = skimmer.code + text.slice(skimmer.takenTo);
  return { code, words, texts, hasOddNames, hasTextsInFields, wordsOfFields };
}

const [other, blank, newline, letter, digit, quote, hash, opening, closing, backslash] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const kinds = new Uint8Array(128);
const kindOf: readonly (readonly [kind: number, characters: RegExp])[] = [
  [blank, /[ \t\f\r]/],
  [newline, /\n/],
  [letter, /[A-Za-z_]/],
  [digit, /\d/],
  [quote, /["']/],
  [hash, /#/],
  [opening, /[([{]/],
  [closing, /[)\]}]/],
  [backslash, /\\/],
];
for (let code = 0; code < 128; code += 1)
  kinds[code] = kindOf.find(([, characters]) => characters.test(String.fromCharCode(code)))?.[0] ?? other;

/** A colon and a closing brace. */
const endsField: ReadonlySet<number> = new Set([58, 125]);

/** In a field of an f-string: to the brace that closes it, or the colon before its format. */
function skim(skimmer: Skimmer, isField: boolean): void {
  const { text } = skimmer;
  let depth = 0;
  let [isLineStart, isBehindText] = [!isField, false];
  if (text.startsWith("\uFEFF", skimmer.at)) skimmer.at += 1;
  while (skimmer.at < text.length) {
    const code = text.charCodeAt(skimmer.at);
    const kind = code < 128 ? (kinds[code] ?? other) : letter;
    if (isSilent(skimmer, kind)) {
      if (kind === newline && depth === 0 && !isField) [isLineStart, isBehindText] = [true, false];
      continue;
    }
    if (depth === 0 && isField && endsField.has(code)) return;
    depth = Math.max(depth + (kind === opening ? 1 : kind === closing ? -1 : 0), 0);
    isBehindText = skimToken(skimmer, kind, { isAlone: isLineStart && depth === 0, isBehindText, isField });
    isLineStart = false;
  }
}

/** Passes over what stands between tokens, if it does here. */
function isSilent(skimmer: Skimmer, kind: number): boolean {
  const { text, at } = skimmer;
  if (kind === blank || kind === newline) skimmer.at += 1;
  else if (kind === backslash) skimmer.at += text.startsWith("\r\n", at + 1) ? 3 : 2;
  else if (kind === hash) drop(skimmer, endOfLine(text, at));
  else return false;
  return true;
}

interface Place {
  /** Whether a statement begins with it. */
  readonly isAlone: boolean;
  readonly isBehindText: boolean;
  readonly isField: boolean;
}

/** Answers whether it was a text. */
function skimToken(skimmer: Skimmer, kind: number, place: Place): boolean {
  const { text, at } = skimmer;
  const end = kind === letter || kind === digit ? endOfWord(skimmer) : at;
  if (kind === quote || (kind === letter && end - at < 3 && isPrefix(text, at, end))) {
    skimText(skimmer, { from: end, ...place });
    skimmer.hasTextsInFields ||= place.isField;
    return true;
  }
  if (end > at) skimmer.words.add(text.slice(at, end));
  if (end > at && place.isField) skimmer.wordsOfFields.add(text.slice(at, end));
  skimmer.at = Math.max(end, at + 1);
  return false;
}

function isPrefix(text: string, from: number, to: number): boolean {
  return /["']/.test(text.charAt(to)) && /^[bfrtu]{1,2}$/i.test(text.slice(from, to));
}

function endOfWord(skimmer: Skimmer): number {
  const { text } = skimmer;
  let end = skimmer.at;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code > 127) skimmer.hasOddNames = true;
    else if (kinds[code] !== letter && kinds[code] !== digit) break;
  }
  return end;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}
