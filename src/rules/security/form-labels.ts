/**
 * What a form says beside the field of a credential: `client_secret (OAuth2 credentials)`, `API Key/Token*`, `snowflake password`. Its
 * last word says what is asked for, the words before it are of that trade; of others there are few, and none looks made by a machine.
 */
export function isLabel(text: string): boolean {
  const [, label, note] = /^([^()]{1,100}?)\s{0,5}(?:\(([^()]{1,100})\))?[:*]?$/.exec(text) ?? [];
  if (label === undefined) return false;
  const words = label.split(/[\s/:_-]+/);
  if (words.length === 1 && label === text) return false;
  if (note !== undefined && !note.split(/[\s/:_,-]+/).every(isTrade)) return false;
  const others = words.filter((word) => !isTrade(word));
  return others.every(isWord) && others.length <= othersAllowed(words, note ?? "");
}

/** `summer secret` is a pass phrase as well as a label; `private registry password` is hardly one, nor `Chime Webhook token`. */
function othersAllowed(words: readonly string[], note: string): number {
  const last = words.at(-1) ?? "";
  if (/^(?:optional|required)$/i.test(note) || /^pass(?:word|wd|phrase)$/i.test(last)) return 2;
  if (!isAsked(last)) return -1;
  return words.filter(isTrade).length > 1 ? 1 : 0;
}

/** `Leave it empty to use the node's.`, but not `correct horse battery staple`, nor what holds a word that a machine made. */
export function isSentence(text: string): boolean {
  const words = text.split(/\s+/).map((word) => word.replaceAll(/^[("'`]{1,3}|[)"'`:;,.!?]{1,5}$/g, ""));
  return (
    (words.length > 3 || (words.length > 1 && /[:?.!]$/.test(text))) &&
    words.some((word) => isAsked(word) || wordOfSentence.test(word)) &&
    !words.some((word) => !word.includes("://") && word.split(/[-./]/).some(isMixed))
  );
}

function isMixed(word: string): boolean {
  return word.length >= 8 && /\d/.test(word) && /[A-Za-z]/.test(word);
}

/** A word for a credential: `token`. */
export function isAsked(word: string): boolean {
  return tellingWord.test(word);
}

/** A word of the trade of credentials: `token`, `OAuth2`. */
function isTrade(word: string): boolean {
  return isAsked(word) || wordOfLabel.test(word);
}

/** `warehouse`, `AWS`, `PagerDuty`, but not `KpXzQwRt`. */
export function isWord(word: string): boolean {
  return /^[A-Za-z]?[a-z]{0,17}(?:[A-Z][a-z]{2,13}){0,3}[A-Z]{0,5}$/.test(word);
}

const tellingWord =
  /^(?:pass(?:word|wd|phrase)?|pwd|secrets?|tokens?|keys?|credentials?|conn|connection|creds?|auth)$/i;
const wordOfLabel =
  /^(?:account|access|api|app|application|auth(?:entication|orization)|aws|azure|basic|bearer|client|consumer|gcp|github|gitlab|google|i[ad]|iam|if|jwt|master|oauth2?|optional|or|pat|pem|personal|private|public|refresh|required|service|session|shared|signing|slack|ssh|ssl|storage|user|v\d|webhook)$/i;
const wordOfSentence =
  /^(?:an?|the|of|for|with|without|to|in|on|is|are|be|not|no|or|and|if|as|by|from|your?|it|this|that|only|when|please|enter|leave|see|use|used|required|optional|must|will)$/i;
