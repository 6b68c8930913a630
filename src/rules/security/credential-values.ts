import { isAsked, isLabel, isSentence, isWord } from "./form-labels.ts";

/** Values that stand for a credential without being one. */
const placeholders =
  /^(?:|none|null|true|false|undefined|n\/?a|todo|tbd|fixme|x{3,}|\*+|\.{3}|-+|_+|pass(?:word|wd)?s?|pwd|secrets?|tokens?|your[-_ ].{0,80}|my[-_ ]?(?:pass(?:word|wd)?|secret|token)|some[-_ ]?(?:pass(?:word|wd)?|secret|token)|change[-_]?me|change[-_ ]?this|replace[-_ ]?me|redacted|placeholder|dummy|example|temp|str(?:ing)?|text|read|write|required|optional|hidden|sensitive|varchar|bytes|object|int(?:eger)?|insert[-_ ].{0,80})$/i;

/** Whether it is a template, an interpolation or a word that says "put it here". */
export function isPlaceholder(value: string): boolean {
  if (value.length > 4096) return false;
  const plain = value.trim().replace(/\]$/, ""); // `scheme://[user:password]@host`, as manuals write it
  if (placeholders.test(plain)) return true;
  if (/x{8,}/i.test(plain)) return true; // `T000?token=XXXXXXXX`
  if (/^my[-_]/i.test(plain) && placeholders.test(plain.replaceAll(/%[\da-f]{2}/gi, ""))) return true; // `my-pa%2Fssword`, as Airflow's manual writes it
  if (/\{\{|\{%|\$\{|\$\(|%\(|<[^<>]{1,80}>|\{[A-Za-z0-9_.!:[\]]{0,80}\}|^%[sd]$|^\$[A-Za-z_]/.test(plain)) return true;
  return plain.length < 4;
}

/** Whether it names the place of a credential: a path, a URL, an environment variable, a key of a secret, a label, a sentence. */
export function isReference(value: string): boolean {
  const plain = value.trim();
  if (isPlace(plain)) return true;
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(plain)) return true;
  if (isLabel(plain)) return true;
  if (/\s/.test(plain)) return isSentence(plain);
  const words = plain.split(/[-_.]/);
  return words.length > 1 && words.some(isAsked) && words.every((word) => isWord(word.replace(/\d{1,2}$/, "")));
}

/** `/run/secrets/db`, `https://…`, `vault:kv/data/db`; not `etl:Kp93xZqL`, nor what a machine made that begins with a slash. */
function isPlace(plain: string): boolean {
  const [, kind, rest] = /^([a-z][a-z0-9+.-]{1,20}):(.*)$/s.exec(plain) ?? [];
  if (kind !== undefined && rest !== undefined)
    return placeKinds.test(kind) || /[/:]/.test(rest) || !looksRandom(rest.trim());
  return /^(?:\.{0,2}\/|~\/)/.test(plain) && !/^\/(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9+=]{12,}$/.test(plain);
}

const placeKinds = /^(?:arn|conn|env|file|gcp|kv|op|ref|secrets?|secretref|sha256|sm|sops|ssm|urn|var|vault)$/;

/** Whether it is a regular expression, such as one for tokens of a grammar. */
export function isPattern(value: string): boolean {
  return /\][+*?{]|\\[dwsbDWS]|\(\?[:=!P]/.test(value);
}

/** Whether it looks made by a machine: letters with digits, or many characters of more than one kind. */
export function looksRandom(value: string): boolean {
  if (/[A-Za-z]/.test(value) && /\d/.test(value)) return value.length >= 8;
  return value.length >= 20 && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

/** Whether it looks random, and is not put together of words, numbers and versions, as the names of secrets are: `airflow-db-2024`. */
export function isMachineMade(value: string): boolean {
  return looksRandom(value) && !/^[a-z]+(?:[-_.:/](?:[a-z]+\d{0,2}|v\d{3,4}|\d{1,4}))*$/i.test(value);
}
