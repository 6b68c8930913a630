import type { Span } from "../domain/finding.ts";
import { quoteName } from "./did-you-mean.ts";
import { type FormatProblem, problemAt } from "./format-problem.ts";
import { fileNameOf } from "./relative-path.ts";
import { type Requirement, readRequirementEntry } from "./requirements-entry.ts";
import { type LogicalLine, listRequirementsLines } from "./requirements-lines.ts";
import { normalizePackageName } from "./requirements-name.ts";
import { type RequirementsOption, readRequirementsOptions } from "./requirements-options.ts";
import { listLineStarts, spanOfOffsets } from "./text-positions.ts";

/** `other`: a file such as `setup.py`, which is not looked into. */
export type DependencyForm = "requirements" | "constraints" | "pyproject" | "script" | "docstring" | "other";

/** What one file asks for. */
export interface DependencyFile {
  readonly path: string;
  readonly form: DependencyForm;
  readonly requirements: readonly Requirement[];
  /** Options of a requirements file, such as `--index-url`, `-r` and `-c`, and URLs that name no package. */
  readonly options: readonly RequirementsOption[];
  /** Whether more may be wanted than can be seen, such as what a `setup.py` computes. */
  readonly isOpen: boolean;
  readonly problems: readonly FormatProblem[];
}

/** More entries than anybody writes; what follows is told as a problem. */
const mostEntries = 5000;

/**
 * Reads a requirements file as pip does (https://pip.pypa.io/en/stable/reference/requirements-file-format/): one bad line spoils
 * no other. Nothing is fetched, and no other file is looked into. Never throws.
 */
export function readRequirementsFile(text: string, path: string): DependencyFile {
  const starts = listLineStarts(text);
  const requirements: Requirement[] = [];
  const options: RequirementsOption[] = [];
  const problems: FormatProblem[] = [];
  let isOpen = false;
  for (const line of listRequirementsLines(text)) {
    const span = spanOfOffsets(starts, line.start, line.start + line.text.length);
    if (requirements.length + options.length + problems.length >= mostEntries) {
      problems.push(problemAt(path, span, `Only the first ${mostEntries} entries are read.`));
      isOpen = true;
      break;
    }
    if (line.text.startsWith("-")) {
      const read = readRequirementsOptions(line.text, span);
      if ("problem" in read) problems.push(problemAt(path, span, sentence(read.problem)));
      else options.push(...read.options);
      continue;
    }
    const read = readLine(line, starts);
    if (read === null) isOpen = true;
    else if ("url" in read) {
      isOpen = true;
      if (!read.hasHash) options.push({ name: "url", value: read.url, span: read.span });
    } else if ("problem" in read) problems.push(problemAt(path, span, sentence(read.problem)));
    else requirements.push(read.requirement);
  }
  const form = /constraint/i.test(fileNameOf(path)) ? "constraints" : "requirements";
  return { path, form, requirements, options, isOpen, problems };
}

type LineReading =
  | { readonly requirement: Requirement }
  | { readonly problem: string }
  /** A package of which only the build knows the name. */
  | { readonly url: string; readonly hasHash: boolean; readonly span: Span };

/** One requirement; `null` for a local path, of which only the build knows the name. */
function readLine(line: LogicalLine, starts: readonly number[]): LineReading | null {
  const behind = line.text.search(/\s--?[A-Za-z]/);
  const wanted = (behind === -1 ? line.text : line.text.slice(0, behind)).trimEnd();
  const hasHash = behind !== -1 && /\s--hash[=\s]/.test(line.text.slice(behind));
  const span = spanOfOffsets(starts, line.start, line.start + wanted.length);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(wanted)) return readUrl(wanted, hasHash, span);
  if (isLocal(wanted.split(/\s/, 1)[0] ?? "")) return null;
  if (/\$\{[A-Z0-9_]+\}/.test(wanted)) return null;
  const read = readRequirementEntry(wanted);
  return "problem" in read ? read : { requirement: { ...read.entry, hasHash, group: null, span } };
}

/** A directory or an archive. */
function isLocal(place: string): boolean {
  return /^(\.{0,2}[/\\]|\.{1,2}($|\[)|file:)/.test(place) || /\.(whl|zip|tar\.(gz|bz2|xz))(\[|$)/i.test(place);
}

/** A URL names its package by `#egg=`, or by the name of a wheel. */
function readUrl(text: string, hasHash: boolean, span: Span): LineReading {
  const [url = "", ...rest] = text.split(/\s+/);
  const marker = /^\s*;(.+)$/s.exec(text.slice(url.length).trimEnd())?.[1]?.trim() ?? null;
  if (rest.length > 0 && marker === null) return { problem: `${quoteName(rest.join(" "))} behind a URL is no marker` };
  const egg = /[#&]egg=([A-Za-z0-9][A-Za-z0-9._-]*)/.exec(url)?.[1];
  const wheel = /\/([A-Za-z0-9][A-Za-z0-9._]*)-[^/]*\.whl(?:[#?]|$)/.exec(url)?.[1];
  const name = egg ?? wheel;
  const hashed = hasHash || /[#&]sha(256|384|512)=/.test(url);
  if (name === undefined) return { url, hasHash: hashed, span };
  const key = normalizePackageName(name);
  return { requirement: { name, key, specifier: "", url, marker, hasHash: hashed, group: null, span } };
}

function sentence(problem: string): string {
  const first = problem.slice(0, 1);
  return `${first === "`" ? first : first.toUpperCase()}${problem.slice(1)}.`;
}
