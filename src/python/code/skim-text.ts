import { endOfString } from "../logical-lines.ts";

/** What passes over a text, and what it took so far. */
export interface Skimmer {
  readonly text: string;
  readonly words: Set<string>;
  at: number;
  /** Up to here the text is in `code`, or dropped. */
  takenTo: number;
  code: string;
  texts: string;
  hasOddNames: boolean;
  hasTextsInFields: boolean;
  readonly wordsOfFields: Set<string>;
  /** F-strings in f-strings. */
  nesting: number;
  /** Reads code to the brace that closes a field, or to the colon before its format. */
  readonly skimField: (skimmer: Skimmer) => void;
}

export interface TextPlace {
  /** Of its first quote; its prefix begins where the skimmer is. */
  readonly from: number;
  /** Whether a statement begins with it. */
  readonly isAlone: boolean;
  /** Whether a text stands directly before it. */
  readonly isBehindText: boolean;
}

/** What is deeper is left to the parser. */
export const mostNesting = 20;

const [newline, colon, backslash, openingBrace, closingBrace] = [10, 58, 92, 123, 125];

/** Takes a string literal; a docstring is dropped. */
export function skimText(skimmer: Skimmer, { from, isAlone, isBehindText }: TextPlace): void {
  const { text, at } = skimmer;
  const isFormatted = from > at && /[ft]/i.test(text.slice(at, from));
  const end = isFormatted ? from : endOfString(text, from);
  if (!isFormatted && isAlone && isEndOfStatement(text, end)) {
    drop(skimmer, end);
    return;
  }
  if (!isBehindText) skimmer.texts += "\0";
  skimmer.at = end;
  const width = text.startsWith(text.charAt(from).repeat(3), from) ? 3 : 1;
  if (isFormatted) skimFormatted(skimmer, text.slice(from, from + width));
  else skimmer.texts += unfold(text.slice(from + width, end - width));
}

/** Leaves out what stands between here and there. */
export function drop(skimmer: Skimmer, to: number): void {
  skimmer.code += `${skimmer.text.slice(skimmer.takenTo, skimmer.at)} `;
  skimmer.takenTo = to;
  skimmer.at = to;
}

const statementEnd = /[ \t\f\r]*(?:[\n#]|$)/y;

function isEndOfStatement(text: string, at: number): boolean {
  statementEnd.lastIndex = at;
  return statementEnd.test(text);
}

/** A backslash at the end of a line joins it with the next. */
function unfold(content: string): string {
  return content.includes("\\") ? content.replaceAll(/\\\r?\n/g, "") : content;
}

function skimFormatted(skimmer: Skimmer, quotes: string): void {
  skimmer.at += quotes.length;
  skimPieces(skimmer, quotes, false);
  if (skimmer.text.startsWith(quotes, skimmer.at)) skimmer.at += quotes.length;
}

/** Takes text with fields, to the quotes that end its f-string; the format of a field, to the brace that closes the field. */
function skimPieces(skimmer: Skimmer, quotes: string, isFormat: boolean): void {
  const { text } = skimmer;
  let from = skimmer.at;
  for (; skimmer.at < text.length && !endsAt(skimmer, quotes, isFormat); ) {
    const { at } = skimmer;
    const code = text.charCodeAt(at);
    const isTwin = code === openingBrace && !isFormat && text.charCodeAt(at + 1) === openingBrace;
    if (code !== openingBrace || isTwin) {
      skimmer.at += isTwin ? 2 : widthAt(text, at, code);
      continue;
    }
    skimmer.texts += `${unfold(text.slice(from, at))}\uFFFC`;
    skimField(skimmer, quotes);
    from = skimmer.at;
  }
  skimmer.texts += unfold(text.slice(from, skimmer.at));
}

function endsAt({ text, at }: Skimmer, quotes: string, isFormat: boolean): boolean {
  if (text.startsWith(quotes, at)) return true;
  const code = text.charCodeAt(at);
  return (code === newline && quotes.length === 1) || (isFormat && code === closingBrace);
}

/** A backslash keeps a quote, but not a brace. */
function widthAt(text: string, at: number, code: number): number {
  if (code !== backslash) return 1;
  if (text.startsWith("\r\n", at + 1)) return 3;
  const next = text.charCodeAt(at + 1);
  return next === openingBrace || next === closingBrace ? 1 : 2;
}

function skimField(skimmer: Skimmer, quotes: string): void {
  const { text } = skimmer;
  skimmer.nesting += 1;
  skimmer.at = skimmer.nesting > mostNesting ? text.length : skimmer.at + 1;
  skimmer.skimField(skimmer);
  if (text.charCodeAt(skimmer.at) === colon) {
    skimmer.at += 1;
    skimPieces(skimmer, quotes, true);
  }
  if (text.charCodeAt(skimmer.at) === closingBrace) skimmer.at += 1;
  if (skimmer.nesting <= mostNesting) skimmer.nesting -= 1;
}
