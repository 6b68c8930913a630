import type { Confidence } from "../../domain/finding.ts";
import { isPlaceholder } from "./credential-values.ts";
import { isSampleUri } from "./sample-uri.ts";

/** A form that a credential has by itself, whatever name it stands by. Each is bounded in length, so that no text makes it slow. */
export interface CredentialForm {
  readonly what: string;
  readonly form: RegExp;
  readonly confidence: Confidence;
}

/** A part of the form that is the secret itself is its first group: one that is a placeholder is none. */
export const credentialForms: readonly CredentialForm[] = [
  {
    what: "an AWS access key id",
    form: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
    confidence: "high",
  },
  {
    what: "a URI with a password", // `github://owner:repository@branch/path` is fsspec's
    form: /(?<![A-Za-z0-9+.-])(?!github:)[A-Za-z][A-Za-z0-9+.-]{1,30}:\/\/[^\s:/@'"`<>{}$]{0,100}:([^\s/@'"`]{1,200})@[A-Za-z0-9[]/g,
    confidence: "high",
  },
  {
    what: "a command with a password",
    form: /(?<![\w-])--(?:password|passwd)=["']?((?=[^\s"'$&|;<>`{}\\/]{0,200}\d)[^\s"'$&|;<>`{}\\/]{6,200})/g,
    confidence: "medium",
  },
  {
    what: "a command with a password",
    form: /(?:\b(?:PGPASSWORD|MYSQL_PWD|SSHPASS)=|\bsshpass\s+-p\s?|\b(?:mysql|mysqldump|mariadb)(?=\s)[^\n|;&"']{0,200}?\s-p|\b(?:curl|wget)(?=\s)[^\n|;&]{0,200}?(?:\s-u\s?|\s--user[= ])["']?[\w.@-]{1,60}:)["']?((?=[^\s"'$&|;<>`{}\\/]{0,200}\d)(?=[^\s"'$&|;<>`{}\\/]{0,200}[A-Za-z])[^\s"'$&|;<>`{}\\/]{6,200})/g,
    confidence: "medium",
  },
  {
    what: "a connection string with a password",
    form: /;\s{0,3}(?:Password|Pwd)\s{0,3}=\s{0,3}((?=[^\s"';<>{}$%]{0,200}\d)(?=[^\s"';<>{}$%]{0,200}[A-Za-z])[^\s"';<>{}$%]{6,200})(?=;|["'])/gi,
    confidence: "medium",
  },
  {
    what: "a connection string with a password", // of libpq: `host=db user=etl password=…`
    form: /password(?:(?<=\b(?:host|hostaddr|dbname|user|port)\s?=\s?[^\s,=]{1,100}\s{1,5}password)|(?<=["']password)(?=\s?=\s?[^\s,=]{1,200}\s{1,5}(?:host|hostaddr|dbname|user|port)\s?=))\s?=\s?\\?'?((?=[^\s"']{0,200}\d)(?=[^\s"']{0,200}[A-Za-z])[^\s"'(){}$%<>\\,]{6,200})/g,
    confidence: "medium",
  },
  {
    what: "JSON with a password",
    form: /(?:(?:'''|"""|')\s{0,20}\{(?:(?!""")[^']){0,500}?"(?:password|passwd|passphrase)"\s{0,5}:\s{0,5}"|"\s{0,20}\{[^\n']{0,300}?\\"(?:password|passwd|passphrase)\\"\s{0,5}:\s{0,5}\\")((?=[^\s"]{0,200}\d)(?=[^\s"]{0,200}[A-Za-z])[^\s"'{}$%<>\\]{6,200})\\?"/g,
    confidence: "medium",
  },
  {
    what: "a line of `.netrc` with a password",
    form: /\bmachine\s{1,5}\S{1,100}\s{1,5}login\s{1,5}\S{1,100}\s{1,5}password\s{1,5}((?=[^\s"']{0,200}\d)(?=[^\s"']{0,200}[A-Za-z])[^\s"'$]{6,200})/g,
    confidence: "high",
  },
  {
    what: "a URL with a key",
    form: /(?<=https?:\/\/[^\s"'<>]{4,300}[?&](?:api_?key|access_?key|access_token|auth_token|client_secret|password|token)=)((?=[A-Za-z_-]{0,200}\d)(?=[\d_-]{0,200}[A-Za-z])[A-Za-z0-9_-]{16,200})/gi,
    confidence: "medium",
  },
  {
    what: "a private key",
    form: /-----BEGIN (?:[A-Z]{1,20} ){0,2}PRIVATE KEY-----(?=\s*(?:\\n)?[A-Za-z0-9+/]{20})/g,
    confidence: "high",
  },
  {
    what: "an Airflow connection with a password",
    form: /AIRFLOW_CONN_[A-Z0-9_]{1,100}["']?\s{0,5}[=:,]\s{0,5}["']{0,3}\{[^{}\n]{0,500}?\\?"(?:password|secret_key|secret_access_key|private_key|client_secret|token|api_key|aws_secret_access_key)\\?"\s{0,5}:\s{0,5}\\?"([^"\\\n]{4,200})\\?"/g,
    confidence: "high",
  },
  {
    what: "an Airflow connection with a password",
    form: /AIRFLOW_CONN_[A-Z0-9_]{1,100}["']?\s{0,5}[=:]\s{0,5}["']{0,3}[a-z][a-z0-9+.-]{1,30}:\/\/[^\s'"]{0,500}?[?&](?:password|secret_key|aws_secret_access_key|private_key|client_secret|token|api_key)=([^&\s'"]{4,200})/g,
    confidence: "high",
  },
  {
    what: "a Google API key",
    form: /(?<![A-Za-z0-9_-])AIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g,
    confidence: "high",
  },
  {
    what: "an Azure access key",
    form: /\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,100}={0,2}/g,
    confidence: "high",
  },
  {
    what: "an Azure shared access signature",
    form: /[?&]s[vp]=[^\s"'<>]{1,300}?&sig=[A-Za-z0-9%+/]{40,120}/g,
    confidence: "high",
  },
  {
    what: "a Databricks token",
    form: /(?<![A-Za-z0-9])dapi[0-9a-f]{32}(?:-\d)?(?![0-9A-Za-z])/g,
    confidence: "high",
  },
  { what: "a Hugging Face token", form: /(?<![A-Za-z0-9_])hf_[A-Za-z0-9]{34}(?![A-Za-z0-9])/g, confidence: "high" },
  { what: "a Stripe key", form: /(?<![A-Za-z0-9_])[sr]k_live_[A-Za-z0-9]{20,99}/g, confidence: "high" },
  { what: "a PyPI token", form: /(?<![A-Za-z0-9_-])pypi-AgE[A-Za-z0-9_-]{50,300}/g, confidence: "high" },
  {
    what: "a DigitalOcean token",
    form: /(?<![A-Za-z0-9_])do[op]_v1_[0-9a-f]{64}(?![0-9a-f])/g,
    confidence: "high",
  },
  { what: "a Vault token", form: /(?<![\w.])hvs\.[A-Za-z0-9_-]{24,200}/g, confidence: "high" },
  {
    what: "a JSON Web Token",
    form: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,500}\.eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{20,700}/g,
    confidence: "medium",
  },
];

export interface FormMatch {
  readonly what: string;
  readonly confidence: Confidence;
  readonly start: number;
  readonly end: number;
}

/** Where a text has such forms. */
export function matchForms(text: string): readonly FormMatch[] {
  const found: FormMatch[] = [];
  for (const { what, form, confidence } of credentialForms) {
    for (const match of text.matchAll(form)) {
      if (match[1] !== undefined && isPlaceholder(match[1])) continue;
      if (match[0].includes("://") && isSampleUri(text.slice(match.index, match.index + 600))) continue;
      found.push({ what, confidence, start: match.index, end: match.index + match[0].length });
    }
  }
  return found;
}
