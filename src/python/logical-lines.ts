/** A statement's line as Python reads it: over line ends in brackets and behind backslashes. */
export interface LogicalLine {
  /** Offset of its first character that is no space. */
  readonly start: number;
  /** Offset of its end: of the line end, the comment or the semicolon behind it. */
  readonly end: number;
  /** How deep it stands; tabs go to the next multiple of 8. */
  readonly indent: number;
  /** Whether it stands behind another on its line. */
  readonly isBehindSemicolon: boolean;
}

/**
 * Lists the logical lines of a Python text in one pass, without a parser: strings and comments are passed over. Of a text that is no
 * Python it lists something. Statements parted by semicolons are lines of their own.
 */
export function* listLogicalLines(text: string): Iterable<LogicalLine> {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length) {
    let start = behindBlanks(text, at);
    const indent = measureIndent(text, at, start);
    let end = findEnd(text, start);
    if (end > start) yield { start, end, indent, isBehindSemicolon: false };
    while (text[end] === ";") {
      start = behindBlanks(text, end + 1);
      end = findEnd(text, start);
      if (end > start) yield { start, end, indent, isBehindSemicolon: true };
    }
    at = (text[end] === "#" ? endOfLine(text, end) : end) + 1;
  }
}

const [newline, carriageReturn, hash, backslash, semicolon] = [10, 13, 35, 92, 59];
const quotes: ReadonlySet<number> = new Set([34, 39]);
const deeper: ReadonlySet<number> = new Set([40, 91, 123]);
const shallower: ReadonlySet<number> = new Set([41, 93, 125]);

/** Characters that are nothing but a part of their line; most are. */
const isPlain = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\n\r#\\;"'()[\]{}]/.test(String.fromCharCode(code)) ? 0 : 1,
);

function behindBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t" || text[at] === "\f") at += 1;
  return at;
}

function measureIndent(text: string, from: number, to: number): number {
  let indent = 0;
  for (let at = from; at < to; at += 1) {
    if (text[at] === "\t") indent = (Math.floor(indent / 8) + 1) * 8;
    else indent = text[at] === "\f" ? 0 : indent + 1;
  }
  return indent;
}

/** The offset at which a statement that begins here ends. */
function findEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (isPlain[code] === 1) {
      at += 1;
      continue;
    }
    if (depth === 0 && (code === newline || code === carriageReturn || code === hash || code === semicolon)) return at;
    if (deeper.has(code)) depth += 1;
    else if (shallower.has(code) && depth > 0) depth -= 1;
    at = passOver(text, at, code);
  }
  return text.length;
}

/** The offset behind what begins here: a string, a comment in brackets, an escaped character, or one character. */
function passOver(text: string, at: number, code: number): number {
  if (quotes.has(code)) return endOfString(text, at);
  if (code === hash) return endOfLine(text, at);
  return code === backslash ? behindEscape(text, at) : at + 1;
}

function behindEscape(text: string, at: number): number {
  return text[at + 1] === "\r" && text[at + 2] === "\n" ? at + 3 : at + 2;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** The offset behind the string whose first quote is here. Its prefix does not matter: in a raw one, too, a backslash keeps a quote. */
export function endOfString(text: string, from: number): number {
  const quote = text.charAt(from);
  const closing = text.startsWith(quote.repeat(3), from) ? quote.repeat(3) : quote;
  const begin = from + closing.length;
  if (closing === quote) return endOfLineString(text, begin, text.charCodeAt(from));
  let at = text.indexOf(closing, begin);
  while (at !== -1 && isKept(text, begin, at)) at = text.indexOf(closing, at + 1);
  return at === -1 ? text.length : at + closing.length;
}

/** Whether the backslashes before keep this character from its meaning. */
function isKept(text: string, begin: number, at: number): boolean {
  let first = at;
  while (first > begin && text.charCodeAt(first - 1) === backslash) first -= 1;
  return (at - first) % 2 === 1;
}

/** One that ends at its line's end at the latest. */
function endOfLineString(text: string, begin: number, quote: number): number {
  for (let at = begin; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === newline || code === carriageReturn) return at;
    at = code === backslash ? behindEscape(text, at) : at + 1;
  }
  return text.length;
}
