import { distance } from "fastest-levenshtein";

/** Among more names than these nobody finds the one that was meant. */
const mostKnown = 1000;

/** The known name that somebody most likely meant, or `null` when none is near enough to be worth a question. */
export function findNearest(word: string, known: readonly string[]): string | null {
  if (word.length > 100) return null;
  let nearest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const name of known.slice(0, mostKnown)) {
    if (Math.abs(word.length - name.length) >= least) continue; // as many letters are wrong
    const far = slipsBetween(word.toLowerCase(), name.toLowerCase());
    if (far >= least) continue;
    const length = Math.max(word.length, name.length);
    const isNear = far < length && far <= Math.max(1, Math.floor(length * 0.4));
    [nearest, least] = [isNear ? name : null, far];
  }
  return nearest;
}

/** How many letters are wrong; two neighbours that changed places are one slip. */
function slipsBetween(word: string, name: string): number {
  let at = 0;
  while (at < word.length && word[at] === name[at]) at += 1;
  const isSwapped =
    at < word.length &&
    word.length > 2 &&
    word === `${name.slice(0, at)}${name[at + 1] ?? ""}${name[at] ?? ""}${name.slice(at + 2)}`;
  return isSwapped ? 1 : distance(word, name);
}

/** A sentence such as ` Did you mean \`title\`?`, with a leading space, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const nearest = findNearest(word, known);
  return nearest === null ? "" : ` Did you mean ${quoteName(nearest)}?`;
}

/** Names as people read them: `` `a`, `b` and `c` ``, cut short with a count. */
export function listNames(names: readonly string[], limit = 16): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, limit).map((name) => quoteName(name));
  if (names.length > limit) return `${shown.join(", ")} and ${names.length - limit} more`;
  const last = shown.pop();
  return shown.length === 0 ? `${last}` : `${shown.join(", ")} and ${last}`;
}

/** A name that somebody wrote, safe in one line of text or Markdown: short, no backtick, no control or invisible character. */
export function quoteName(name: string): string {
  const short = name.length > 80 ? `${name.slice(0, 79)}…` : name;
  const plain = short.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);
  return `\`${plain.replaceAll("`", "'")}\``;
}
