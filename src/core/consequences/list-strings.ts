/**
 * The texts of the strings of a Python file, without a parser: rather too much than too little. Of an f-string that has strings
 * inside, these are listed too.
 */
export function listStrings(text: string): readonly string[] {
  const strings: string[] = [];
  let at = 0;
  while (at < text.length) {
    const one = text.charAt(at);
    if (one === "#") at = endOf(text, "\n", at);
    else if (one === '"' || one === "'") {
      const quote = text.startsWith(one.repeat(3), at) ? one.repeat(3) : one;
      const start = at + quote.length;
      const end = endOfString(text, quote, start);
      strings.push(text.slice(start, end));
      at = end + quote.length;
    } else at += 1;
  }
  for (const [, , inner] of text.matchAll(/(?=(["'])([^"'\n]{1,200})\1)/g))
    if (inner !== undefined) strings.push(inner);
  return [...new Set(strings)];
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
