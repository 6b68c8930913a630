import type { ForgeName } from "../../domain/identity.ts";
import { listNames } from "../../formats/did-you-mean.ts";
import { readYaml } from "../../formats/yaml-document.ts";

export interface ImportFile {
  readonly path: string;
  readonly text: string;
}

/** `notes` say which file was taken, and why, where there was a choice. */
export interface ChosenFile extends ImportFile {
  readonly notes: readonly string[];
}

/**
 * Where a forge looks for CODEOWNERS, the first one counts. Sources: GitHub's page on code owners, and
 * https://docs.gitlab.com/user/project/codeowners/#codeowners-file
 */
const ownersPlaces: Readonly<Record<ForgeName, readonly string[]>> = {
  github: [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"],
  gitlab: ["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"],
};
const forgeNames: Readonly<Record<ForgeName, string>> = { github: "GitHub", gitlab: "GitLab" };

/** Where one forge looks, the other need not. */
const allPlaces = [...new Set(Object.values(ownersPlaces).flat())];

/** A repository's own file, and the one that policy-bot takes from the organisation's `.github` where there is none. */
const policyBotPlaces: readonly string[] = [".policy.yml", "policy.yml"];

/** Where to look in a directory, the first that counts first. */
export function placesOf(from: "codeowners" | "policy-bot", forge: ForgeName): readonly string[] {
  return from === "codeowners" ? ownersPlaces[forge] : policyBotPlaces;
}

/** Chooses among CODEOWNERS files of one repository as the forge does. */
export function chooseOwners(files: readonly [ImportFile, ...ImportFile[]], forge: ForgeName): ChosenFile {
  const places = ownersPlaces[forge];
  const [taken, ...others] = files.toSorted((a, b) => rankOf(a.path, places) - rankOf(b.path, places));
  if (taken === undefined || others.length === 0) return { ...files[0], notes: [] };
  const ignored = listNames(others.map(({ path }) => path));
  const why = `${forgeNames[forge]} takes the first of ${listNames(places)} that is there`;
  return { ...taken, notes: [`${taken.path} is taken: ${why}. Left aside: ${ignored}.`] };
}

function rankOf(path: string, places: readonly string[]): number {
  const isThere = (place: string) => path === place || path.endsWith(`/${place}`);
  if (allPlaces.some((place) => isThere(place) && place.includes("/") && !places.includes(place))) return places.length;
  const found = places.filter(isThere).toSorted((a, b) => b.length - a.length)[0]; // `docs/CODEOWNERS` ends in `CODEOWNERS`, too
  return found === undefined ? places.length : places.indexOf(found);
}

/**
 * Chooses among files of policy-bot, the repository's first: that one, or, if it only names the policy of another repository, the next.
 * Source: https://github.com/palantir/policy-bot#remote-policy-configuration
 */
export function choosePolicyBot(files: readonly [ImportFile, ...ImportFile[]]): ChosenFile {
  const [own, next, ...others] = files;
  if (next === undefined) return { ...own, notes: [] };
  const remote = remoteOf(own);
  if (remote === null) {
    const ignored = listNames([next, ...others].map(({ path }) => path));
    const why = "policy-bot takes another one only where the repository has none, or where its own has `remote`";
    return { ...own, notes: [`${own.path} is taken: ${why}. Left aside: ${ignored}.`] };
  }
  const aside = others.length === 0 ? "" : ` Left aside: ${listNames(others.map(({ path }) => path))}.`;
  return { ...next, notes: [`${next.path} is taken for the policy of ${remote}, which ${own.path} names.${aside}`] };
}

function remoteOf({ text, path }: ImportFile): string | null {
  const reading = readYaml(text, path);
  if ("problems" in reading) return null;
  const { value } = reading.document;
  if (typeof value !== "object" || value === null || !("remote" in value)) return null;
  return typeof value.remote === "string" ? JSON.stringify(value.remote) : null;
}
