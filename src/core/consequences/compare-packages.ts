import type { Consequence } from "../../domain/consequences.ts";
import type { DependencyFile } from "../../formats/requirements-file.ts";

/** Packages that no changed file asked for before. */
export function addedPackages(
  before: readonly DependencyFile[],
  after: readonly DependencyFile[],
): readonly Consequence[] {
  const known = new Set(before.flatMap(({ requirements }) => requirements.map(({ key }) => key)));
  const added = new Map<string, Consequence>();
  for (const { path, requirements } of after) {
    for (const { key, name, specifier, url } of requirements) {
      if (known.has(key) || added.has(key)) continue;
      const version = url === null ? (specifier === "" ? "in any version" : `\`${specifier}\``) : `from \`${url}\``;
      added.set(key, { kind: "package", name, detail: `is installed, ${version}`, path, isCertain: true });
    }
  }
  return [...added.values()];
}
