import type { Confidence, Span } from "../../domain/finding.ts";
import { firstWhere } from "../../formats/first-where.ts";
import { listLineStarts, spanOfOffsets } from "../../formats/text-positions.ts";
import type { NamedString } from "../../python/dag-model.ts";
import type { FileSubject } from "../subject.ts";
import { matchForms } from "./credential-forms.ts";
import { isPattern, isPlaceholder, isReference, looksRandom } from "./credential-values.ts";
import { matchEncoded } from "./encoded-credentials.ts";
import { namedInSettings } from "./named-in-settings.ts";
import { isSampleUri } from "./sample-uri.ts";
import { isTellingName } from "./telling-name.ts";

/** A credential that was found. The value is left behind here, so that nothing later can show it. */
export interface Credential {
  readonly span: Span;
  /** With its article, such as `a GitHub token`. */
  readonly what: string;
  readonly name: string | null;
  readonly confidence: Confidence;
}

/** Finds credentials in a file: what secretlint knows, key ids, URIs with a password, and telling names. One for each place. */
export function findCredentials(subject: FileSubject): readonly Credential[] {
  const named = [...subject.namedStrings, ...namedInJob(subject.job), ...namedBeside(subject)];
  const all = [...findKnownForms(subject), ...findPatterns(subject.text), ...findNamed(named, subject.text)];
  all.sort((a, b) => compare(a.span, b.span));
  const kept: Credential[] = [];
  for (const one of all) {
    const last = kept.at(-1); // the others end before it
    if (last === undefined || !overlap(last.span, one.span)) kept.push(one);
  }
  const made = findMade(subject.namedStrings).filter(({ span }) => {
    const next = kept[firstWhere(kept, (one) => isBefore(span.start, one.span.end))];
    return next === undefined || !overlap(next.span, span);
  });
  return made.length === 0 ? kept : [...kept, ...made].sort((a, b) => compare(a.span, b.span));
}

function findKnownForms({ secrets }: FileSubject): readonly Credential[] {
  return secrets
    .filter(({ value }) => !isPlaceholder(passwordOf(value) ?? value) && !isSampleUri(value))
    .map(({ span, what }) => ({ span, what, name: null, confidence: "high" }));
}

function findPatterns(text: string): readonly Credential[] {
  const lineStarts = listLineStarts(text);
  return [...matchForms(text), ...matchEncoded(text)].map(({ what, confidence, start, end }) => ({
    span: spanOfOffsets(lineStarts, start, end),
    what,
    name: null,
    confidence,
  }));
}

/** The password of a URI; `null` when it is no URI with one. */
function passwordOf(value: string): string | null {
  return /^[A-Za-z][A-Za-z0-9+.-]{0,30}:\/\/[^\s:/@]{0,100}:([^\s/@]{0,200})@/.exec(value)?.[1] ?? null;
}

function findNamed(strings: readonly NamedString[], text: string): readonly Credential[] {
  const logsIn = /\b(?:aioftp|aiosmtplib|ftplib|imapclient|imaplib|smtplib)\b/.test(text);
  return strings
    .filter(({ form }) => form !== "made")
    .filter((one) => (one.form === "second" ? isSecond(one, logsIn) : isCredential(one)))
    .map(({ span, name, value }) => ({
      span,
      what: `a ${kindOf(name)} in plain text`,
      name,
      confidence: value.length >= 8 ? ("high" as const) : ("medium" as const),
    }));
}

/** What has its form only when it is put together. */
function findMade(strings: readonly NamedString[]): readonly Credential[] {
  return strings.flatMap(({ form, value, span }) => {
    const [found] = form === "made" ? matchForms(value) : [];
    return found === undefined ? [] : [{ span, what: found.what, name: null, confidence: found.confidence }];
  });
}

/** Texts in a file of settings. Of a job request, a Secret, a chart's values and DVC's settings, rules of their own know more. */
function namedBeside({ path, text, job, manifests }: FileSubject): readonly NamedString[] {
  const isKnown = manifests?.form === "values" || manifests?.manifests.some(({ kind }) => kind === "Secret");
  return job !== null || isKnown || path.startsWith(".dvc/") ? [] : namedInSettings(path, text);
}

/** Text in the parameters of a job request, by its key. */
function namedInJob(job: FileSubject["job"]): readonly NamedString[] {
  if (job === null || !("job" in job)) return [];
  const found: NamedString[] = [];
  const visit = (value: unknown, at: readonly (string | number)[]): void => {
    if (typeof value === "string") {
      const name = String(at.findLast((step) => typeof step === "string"));
      found.push({ name, form: "pair", callee: null, value, span: job.document.spanOf(at) });
    } else if (typeof value === "object" && value !== null) {
      for (const [key, child] of Object.entries(value)) visit(child, [...at, Array.isArray(value) ? Number(key) : key]);
    }
  };
  visit(job.job.parameters, ["parameters"]);
  return found.filter(({ name }) => isTellingName(name));
}

function isCredential({ name, value, callee, form }: NamedString): boolean {
  if (!isTellingName(name) || isPlaceholder(value) || isReference(value)) return false;
  if (!/pass|pwd/i.test(name) && (!looksRandom(value) || isPattern(value))) return false;
  if (form !== "keyword" && value.toLowerCase() === name.toLowerCase()) return false;
  // A Kubernetes `Secret(secret="name")`, a `Variable`, a form field: what they are given is a name.
  return (
    callee === null || !/(secret|variable|param|field|column|argument|option|label)[a-z_]*$/i.test(callee.slice(-200))
  );
}

/** A password by its place: of `login` and `connect`, anything that takes texts may be called that. */
function isSecond({ name, value }: NamedString, logsIn: boolean): boolean {
  if (isPlaceholder(value) || isReference(value)) return false;
  const isSure = name === "login" ? logsIn : name !== "connect";
  return isSure || looksRandom(value);
}

function kindOf(name: string): string {
  if (/pass|pwd/i.test(name)) return "password";
  if (/token/i.test(name)) return "token";
  if (/key/i.test(name)) return "key";
  if (/secret/i.test(name)) return "secret";
  return "password";
}

function compare(a: Span, b: Span): number {
  return a.start.line - b.start.line || a.start.column - b.start.column;
}

function overlap(a: Span, b: Span): boolean {
  return isBefore(a.start, b.end) && isBefore(b.start, a.end);
}

function isBefore(a: Span["start"], b: Span["start"]): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}
