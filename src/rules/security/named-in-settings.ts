import { listLineStarts, spanOfOffsets } from "../../formats/text-positions.ts";
import type { NamedString } from "../../python/dag-model.ts";
import { isMachineMade } from "./credential-values.ts";
import { isTellingName } from "./telling-name.ts";

const settingsFile = /(?:^|[/.])env(?:\.[\w-]{1,40})?$|\.(?:cfg|conf|ini|json|properties|tfvars|toml|ya?ml)$/i;
/** Written to be filled in, or by a program. */
const otherFile = /(?:^|[-_./])(?:dist|examples?|lock|samples?|schemas?|templates?|tests?|fixtures)(?:[-_./]|$)/i;
/** What is in them was encrypted before. */
const encryptedFile = /\bkind: *SealedSecret\b|^ *sops:|"sops": *\{|\$ANSIBLE_VAULT;/m;

/** `NAME=value`, `name: value`, `"name": "value"`. A value without quotes ends at a space, a comma or a bracket. */
const pair =
  /(?<![\w.$-])(["']?)([A-Za-z_][\w.-]{0,99})\1[ \t]{0,20}(?::[ \t]{1,20}|:(?=["'])|=[ \t]{0,20})(?:"([^"\n\\]{1,500})"|'([^'\n]{1,500})'|([^\s"'#,;{}[\]&*!|>@`$%<\\][^\s"',;{}[\]]{0,500})(?=[ \t]{0,20}(?:[\n\r,;}\]#]|$)))/g;

/** Texts under telling names in a file of settings: `.env`, `airflow.cfg`, YAML, JSON, TOML. Only what hardly can be a name or a sample. */
export function namedInSettings(path: string, text: string): readonly NamedString[] {
  if (!settingsFile.test(path) || otherFile.test(path) || encryptedFile.test(text)) return [];
  const lineStarts = listLineStarts(text);
  const found: NamedString[] = [];
  for (const match of text.matchAll(pair)) {
    const [whole, , name = "", ...quoted] = match;
    const value = quoted.find((one) => one !== undefined) ?? "";
    if (!isTellingName(name) || !isLikely(name, value) || isComment(text, match.index)) continue;
    const end = match.index + whole.length - (quoted[2] === undefined ? 1 : 0);
    const span = spanOfOffsets(lineStarts, end - value.length, end);
    found.push({ name, form: "pair", callee: null, value, span });
  }
  return found;
}

/** Words and versions are what a secret is called; a hash, or what begins with `ENC[`, cannot be used. */
function isLikely(name: string, value: string): boolean {
  if (/\s/.test(value) || /^(?:ENC\[|\$\d|pbkdf2|\{S?SHA)/.test(value)) return false;
  if (/pass|pwd/i.test(name)) return value.length >= 6 && /\d/.test(value) && /[A-Za-z]/.test(value);
  return isMachineMade(value) && !/\.{3}|[[\](){}]/.test(value); // `t1.9....AAQ` of a manual, `Jobs[-1].JobId`
}

/** Whether the line begins as a comment; what stands behind that on the line is looked at no further back than 200 characters. */
function isComment(text: string, index: number): boolean {
  const line = text.slice(Math.max(0, index - 200), index);
  return /^\s*(?:#|;|\/\/)/.test(line.slice(line.lastIndexOf("\n") + 1));
}
