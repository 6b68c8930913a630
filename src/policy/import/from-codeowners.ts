import type { ForgeName } from "../../domain/identity.ts";
import {
  type DraftGroup,
  type DraftRequirement,
  emptyGroup,
  type ImportedPolicy,
  type Logins,
  writePolicy,
} from "./draft.ts";
import { createGroupNames, type GroupNames } from "./group-names.ts";
import { githubGlobs, gitlabGlobs, mayOverlap, type OwnerGlobs } from "./owner-globs.ts";
import { type OwnersEntry, type OwnersSection, readCodeowners } from "./read-codeowners.ts";

export interface CodeownersOptions {
  readonly forge: ForgeName;
  readonly logins: Logins;
}

/** Logins that a CODEOWNERS file names, without `@`: those whose ids, or kinds, must be known. */
export function loginsInCodeowners(text: string, forge: ForgeName): readonly string[] {
  const owners = readCodeowners(text, forge).flatMap(({ entries }) => entries.flatMap((entry) => entry.owners));
  return [...new Set(owners.flatMap((owner) => /^@([^@/][^/]*)$/.exec(owner)?.[1] ?? []))];
}

/**
 * Makes a policy of a CODEOWNERS file: each entry is a requirement for the files that it matches and no later entry of its
 * section does, as the last match wins. What has no owner falls to `otherwise`.
 */
export function importCodeowners(text: string, { forge, logins }: CodeownersOptions): ImportedPolicy {
  const names = createGroupNames();
  const notes: string[] = [];
  const requirements = readCodeowners(text, forge).flatMap((section) => importSection(section, forge, names, notes));
  return writePolicy(
    {
      groups: names.all,
      counting: {},
      requirements,
      otherwise: { count: 1, permissions: ["write"] },
      objections: null,
      notes: [
        "Files without an owner need an approval by somebody with write permission; the file itself asks for none.",
        "An approval counts for one commit only, and not from those who contributed.",
        ...notes,
      ],
    },
    "a CODEOWNERS file",
    logins,
  );
}

interface Matched {
  readonly entry: OwnersEntry;
  readonly globs: readonly string[];
}

function importSection(
  section: OwnersSection,
  forge: ForgeName,
  names: GroupNames,
  notes: string[],
): DraftRequirement[] {
  const title = section.name === null ? "" : `section ${section.name}: `;
  if (section.isOptional) {
    notes.push(`The ${title}it is optional, so its owners are not required, and are left out.`);
    return [];
  }
  const toGlobs = forge === "github" ? githubGlobs : gitlabGlobs;
  const matched = section.entries.flatMap((entry): readonly Matched[] => {
    const globs = globsOf(toGlobs(entry.pattern), `line ${entry.line}: the pattern ${entry.pattern}`, notes);
    return globs === null ? [] : [{ entry, globs }];
  });
  const excluded = section.excluded.flatMap(
    (pattern) => globsOf(toGlobs(pattern), `the exclusion !${pattern}`, notes) ?? [],
  );
  return matched.flatMap(({ entry, globs }, index): readonly DraftRequirement[] => {
    const group = groupOf(entry, forge, notes);
    if (group === null) return [];
    const later = matched.slice(index + 1).flatMap((one) => one.globs);
    const except = [...new Set([...later, ...excluded])].filter((one) => globs.some((glob) => mayOverlap(glob, one)));
    const when = { files: { paths: globs, ...(except.length === 0 ? {} : { except }) } };
    const require = { count: section.count, from: names.nameOf(group) };
    return [{ name: `${title}owners of ${entry.pattern}`.slice(0, 200), when, require }];
  });
}

/** A pattern that the forge itself does not take matches nothing there, so leaving it out is the same. */
function globsOf(result: OwnerGlobs, what: string, notes: string[]): readonly string[] | null {
  if ("globs" in result) return result.globs;
  notes.push(`${what} is left out: it ${result.objection}.`);
  return null;
}

const roles: Readonly<Record<string, string>> = { developer: "write", maintainer: "maintain", owner: "admin" };

/** `null`: an entry without owners takes the files out of those of earlier entries. */
function groupOf({ line, owners }: OwnersEntry, forge: ForgeName, notes: string[]): DraftGroup | null {
  if (owners.length === 0) return null;
  const lists = { teams: [], groups: [], users: [], permissions: [] } as Record<
    "teams" | "groups" | "users" | "permissions",
    string[]
  >;
  for (const owner of owners) {
    const role = forge === "gitlab" ? roles[/^@@([a-z]+?)s?$/i.exec(owner)?.[1]?.toLowerCase() ?? ""] : undefined;
    const name = /^@([^@].*)$/.exec(owner)?.[1];
    if (role !== undefined) lists.permissions.push(role);
    else if (name === undefined)
      notes.push(`line ${line}: the owner ${owner} is left out: an e-mail address names no account.`);
    else if (!name.includes("/")) lists.users.push(name);
    else lists[forge === "github" ? "teams" : "groups"].push(name);
  }
  return { ...emptyGroup, ...lists };
}
