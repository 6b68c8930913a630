import type { Requirement } from "../../formats/requirements-entry.ts";
import type { DependencyFile } from "../../formats/requirements-file.ts";

/** An entry and the file that it stands in. */
export interface LocatedEntry {
  readonly path: string;
  readonly entry: Requirement;
}

/** More entries of one package, all of them different, than anybody writes: the others are held against none. */
const mostOfOne = 50;

/** The entries of files that count, by package, in their order; of those that ask for the same the first. */
export function entriesByPackage(
  files: readonly DependencyFile[],
  counts: (entry: Requirement) => boolean,
): ReadonlyMap<string, readonly LocatedEntry[]> {
  const found = new Map<string, Map<string, LocatedEntry>>();
  for (const { path, requirements } of files) {
    for (const entry of requirements) {
      if (!counts(entry)) continue;
      const ofPackage = found.get(entry.key) ?? new Map<string, LocatedEntry>();
      found.set(entry.key, ofPackage);
      const asked = JSON.stringify([entry.specifier, entry.marker]);
      if (ofPackage.size < mostOfOne && !ofPackage.has(asked)) ofPackage.set(asked, { path, entry });
    }
  }
  return new Map([...found].map(([key, ofPackage]) => [key, [...ofPackage.values()]]));
}
