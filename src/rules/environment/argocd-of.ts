import { isMap } from "../../formats/is-map.ts";
import type { Manifest, ManifestFile } from "../../formats/manifest-file.ts";
import type { YamlPath } from "../../formats/yaml-document.ts";
import { mapsIn } from "./list-maps.ts";

/** The documents of one of Argo CD's kinds. */
export function argoCdOf(file: ManifestFile | null, kind: "Application" | "AppProject"): readonly Manifest[] {
  return (file?.manifests ?? []).filter((one) => one.kind === kind && one.apiVersion.startsWith("argoproj.io/"));
}

export interface ApplicationSpec {
  readonly manifest: Manifest;
  /** Where the spec stands. */
  readonly at: YamlPath;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The specs of all Applications of a file, and of what an ApplicationSet makes them of: its template, and those of its generators. */
export function listApplicationSpecs(file: ManifestFile | null): readonly ApplicationSpec[] {
  return (file?.manifests ?? []).flatMap((manifest) => {
    if (!manifest.apiVersion.startsWith("argoproj.io/")) return [];
    if (manifest.kind === "ApplicationSet") {
      return [...mapsIn(manifest, [], manifest.value)]
        .filter(({ at }) => at.at(-1) === "spec" && at.at(-2) === "template")
        .map(({ at, map }) => ({ manifest, at, spec: map }));
    }
    const { spec } = manifest.value;
    return manifest.kind === "Application" && isMap(spec) ? [{ manifest, at: ["spec"], spec }] : [];
  });
}

/** What an Application takes its manifests from. */
export function sourcesOf({ at, spec }: ApplicationSpec): readonly {
  readonly at: YamlPath;
  readonly source: Readonly<Record<string, unknown>>;
}[] {
  const dry = isMap(spec.sourceHydrator) ? spec.sourceHydrator.drySource : null;
  const many = Array.isArray(spec.sources) ? spec.sources : [];
  const all: readonly (readonly [YamlPath, unknown])[] = [
    [[...at, "source"], spec.source],
    [[...at, "sourceHydrator", "drySource"], dry],
    ...many.map((one, index) => [[...at, "sources", index], one] as const),
  ];
  return all.flatMap(([place, source]) => (isMap(source) ? [{ at: place, source }] : []));
}

/** Whether an ApplicationSet changes its Applications by a text that only rendering makes YAML of. */
export function hasTemplatePatch(file: ManifestFile | null): boolean {
  const sets = (file?.manifests ?? []).filter(({ kind }) => kind === "ApplicationSet");
  return sets.some(({ value }) => isMap(value.spec) && typeof value.spec.templatePatch === "string");
}
