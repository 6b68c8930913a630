import { type FormMatch, matchForms } from "./credential-forms.ts";

const run = /(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{20,8000}={0,2}(?![A-Za-z0-9+/_=-])/g;
const mostRuns = 2000;

/** Tokens that only a service's own rule would tell, when they are not encoded. */
const tokens =
  /(?<![A-Za-z0-9_])(?:gh[opsur]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20}|xox[abp]-[A-Za-z0-9-]{20,200}|npm_[A-Za-z0-9]{36})/;

/** Credentials in base64: connection URIs, keys and tokens that are found when the text is decoded, and `Authorization: Basic`. */
export function matchEncoded(text: string): readonly FormMatch[] {
  const found: FormMatch[] = [];
  let runs = 0;
  for (const match of text.matchAll(run)) {
    runs += 1;
    if (runs > mostRuns) break;
    const what = whatIn(decode(match[0]), text.slice(Math.max(0, match.index - 40), match.index));
    if (what === null) continue;
    found.push({ what, confidence: "high", start: match.index, end: match.index + match[0].length });
  }
  return found;
}

function whatIn(plain: string | null, before: string): string | null {
  if (plain === null) return null;
  const [form] = matchForms(plain);
  if (form !== undefined) return `${form.what}, in base64`;
  if (tokens.test(plain)) return "a token, in base64";
  const isBasic = /\bAuthorization\b.{0,20}\bBasic\s$/i.test(before) && /^[^\s:]{1,100}:[^\s]{3,200}$/.test(plain);
  return isBasic ? "a user and password, in base64" : null;
}

/** Text alone: what decodes to anything else is an identifier, a digest or data. */
function decode(encoded: string): string | null {
  const plain = encoded.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  if (plain.length % 4 === 1) return null;
  const decoded = atob(plain);
  return /^[\t\n\r -~]+$/.test(decoded) ? decoded : null;
}
