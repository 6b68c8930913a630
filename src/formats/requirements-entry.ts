import { valid, validRange } from "@renovatebot/pep440";
import type { Span } from "../domain/finding.ts";
import { quoteName } from "./did-you-mean.ts";
import { normalizePackageName } from "./requirements-name.ts";

/** A package that something asks for, as PEP 508 writes it (https://peps.python.org/pep-0508/). */
export interface Requirement {
  /** As written. */
  readonly name: string;
  /** Normalised, for comparing. */
  readonly key: string;
  /** A PEP 440 specifier set, such as `>=2,<3`; `""` allows any version. */
  readonly specifier: string;
  /** Where it comes from when not from the index; `null` otherwise. */
  readonly url: string | null;
  /** The environment marker, such as `python_version < "3.11"`; `null` where it is always wanted. */
  readonly marker: string | null;
  readonly hasHash: boolean;
  /** The group or extra that it belongs to; `null` for what is always installed. */
  readonly group: string | null;
  /** Of the whole entry, without options and comment. */
  readonly span: Span;
}

export type EntryReading =
  | { readonly entry: Pick<Requirement, "name" | "key" | "specifier" | "url" | "marker"> }
  | { readonly problem: string };

/** Longer entries are no requirement that a person wrote. */
const longestEntry = 2000;

const namePattern = /[A-Za-z0-9][A-Za-z0-9._-]*/y;
const operators = /^(===|~=|==|!=|<=|>=|<|>)\s*(\S+)$/;

/** Reads one requirement. Never throws. */
export function readRequirementEntry(text: string): EntryReading {
  const source = text.trim();
  if (source.length > longestEntry) return { problem: "it is longer than any requirement" };
  namePattern.lastIndex = 0;
  const name = namePattern.exec(source)?.[0] ?? "";
  if (name === "" || /[._-]$/.test(name))
    return { problem: `${quoteName(source)} does not begin with a package's name` };
  const known = { name, key: normalizePackageName(name) };
  let rest = source.slice(name.length).trimStart();
  if (rest.startsWith("[")) {
    const end = rest.indexOf("]");
    const isList = end !== -1 && /^[\s\w.,-]*$/.test(rest.slice(1, end));
    if (!isList) return { problem: `the extras of ${quoteName(name)} are not a list in \`[\` and \`]\`` };
    rest = rest.slice(end + 1).trimStart();
  }
  if (rest.startsWith("@")) return readDirect(known, rest.slice(1).trim());
  const semicolon = rest.indexOf(";");
  const [range, marker] =
    semicolon === -1 ? [rest, null] : [rest.slice(0, semicolon), rest.slice(semicolon + 1).trim()];
  if (marker === "") return { problem: `there is no marker behind the \`;\` of ${quoteName(name)}` };
  const specifier = readSpecifier(range.trim());
  if (specifier === null) {
    return { problem: `${quoteName(range.trim())} behind ${quoteName(name)} is no version specifier` };
  }
  return { entry: { ...known, specifier, url: null, marker } };
}

function readDirect(known: { readonly name: string; readonly key: string }, rest: string): EntryReading {
  const [url = "", behind = ""] = splitOnce(rest, /\s/);
  if (url === "") return { problem: `there is no URL behind the \`@\` of ${quoteName(known.name)}` };
  const marker = behind.trim();
  if (marker !== "" && !marker.startsWith(";")) return { problem: `${quoteName(marker)} behind a URL is no marker` };
  return { entry: { ...known, specifier: "", url, marker: marker === "" ? null : marker.slice(1).trim() } };
}

function splitOnce(text: string, at: RegExp): readonly [string, string] {
  const index = text.search(at);
  return index === -1 ? [text, ""] : [text.slice(0, index), text.slice(index)];
}

/** A specifier set in one form, or `null` when it is none. */
export function readSpecifier(text: string): string | null {
  const inside = text.startsWith("(") && text.endsWith(")") ? text.slice(1, -1).trim() : text;
  if (inside === "") return "";
  const parts = inside
    .replace(/,\s*$/, "")
    .split(",")
    .map((part) => readPart(part.trim()));
  return parts.every((part) => part !== null) ? parts.join(",") : null;
}

function readPart(part: string): string | null {
  const [, operator = "", version = ""] = operators.exec(part) ?? [];
  if (operator === "") return null;
  if (operator === "===") return `${operator}${version}`;
  const isWild = version.endsWith(".*") && (operator === "==" || operator === "!=");
  if (valid(isWild ? version.slice(0, -2) : version) === null || !validRange(`${operator}${version}`)) return null;
  return `${operator}${version}`;
}
