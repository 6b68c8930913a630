import type { SampleAt } from "./decode-yaml.ts";
import type { YamlPath } from "./yaml-document.ts";

/**
 * Finds samples in a table: by path, such as `people.*.teams`, `*` being any name or entry, and the empty path the whole.
 * An entry of a list that has none has that of its list.
 */
export function samplesOf(samples: Readonly<Record<string, string>>): SampleAt {
  const patterns = Object.entries(samples).map(([path, sample]) => ({
    steps: path === "" ? [] : path.split("."),
    sample,
  }));
  const find = (at: YamlPath): string | null =>
    patterns.find(({ steps }) => steps.length === at.length && steps.every((step, i) => step === "*" || step === at[i]))
      ?.sample ?? null;
  return (at) => find(at) ?? (typeof at.at(-1) === "number" ? find(at.slice(0, -1)) : null);
}
