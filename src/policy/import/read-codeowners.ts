import type { ForgeName } from "../../domain/identity.ts";

export interface OwnersEntry {
  readonly line: number;
  readonly pattern: string;
  /** As written: `@ben`, `@acme/team`, `@@maintainer`, or an e-mail address. */
  readonly owners: readonly string[];
}

/** A section of GitLab's; on GitHub, and before the first heading, there is one without a name. */
export interface OwnersSection {
  readonly name: string | null;
  readonly isOptional: boolean;
  /** How many owners must approve. */
  readonly count: number;
  readonly entries: readonly OwnersEntry[];
  /** Patterns after `!`: what they match has no owner in this section. */
  readonly excluded: readonly string[];
}

/**
 * Reads the lines of a CODEOWNERS file. Sections of one name (whatever its case) are one section.
 * Source: https://docs.gitlab.com/user/project/codeowners/reference/#sections, and GitHub's page on code owners.
 */
export function readCodeowners(text: string, forge: ForgeName): readonly OwnersSection[] {
  const sections = new Map<string, Section>();
  let current = sectionNamed(sections, null);
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const heading = forge === "gitlab" ? /^(\^)?\[([^\]]+)\](?:\[(\d{1,3})\])?(.*)$/.exec(line) : null;
    if (heading !== null) {
      const [, optional, name = "", count, rest = ""] = heading;
      current = sectionNamed(sections, name.trim());
      current.isOptional = optional === "^";
      current.count = Math.max(1, Number(count ?? 1));
      current.defaults = ownersIn(rest);
      continue;
    }
    addEntry(current, line, index + 1, forge);
  }
  return [...sections.values()].map(({ defaults, ...section }) => section);
}

interface Section {
  readonly name: string | null;
  isOptional: boolean;
  count: number;
  defaults: readonly string[];
  readonly entries: OwnersEntry[];
  readonly excluded: string[];
}

function sectionNamed(sections: Map<string, Section>, name: string | null): Section {
  const key = name?.toLowerCase() ?? "";
  const known = sections.get(key);
  if (known !== undefined) return known;
  const made: Section = { name, isOptional: false, count: 1, defaults: [], entries: [], excluded: [] };
  sections.set(key, made);
  return made;
}

function addEntry(section: Section, line: string, number: number, forge: ForgeName): void {
  // A blank inside a pattern is written with a backslash before it.
  const pattern = /^(?:\\.|[^\s\\])+/.exec(line)?.[0] ?? line;
  const owners = ownersIn(line.slice(pattern.length));
  if (forge === "gitlab" && pattern.startsWith("!")) section.excluded.push(pattern.slice(1));
  else section.entries.push({ line: number, pattern, owners: owners.length > 0 ? owners : section.defaults });
}

/** Up to a comment at the line's end. */
function ownersIn(rest: string): readonly string[] {
  return rest
    .replace(/(^|\s)#.*$/, "")
    .split(/\s+/)
    .filter(Boolean);
}
