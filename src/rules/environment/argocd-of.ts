import { isMap, type Manifest, type ManifestFile } from "../../formats/manifest-file.ts";
import type { YamlPath } from "../../formats/yaml-document.ts";

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

/** The specs of all Applications of a file, those that an ApplicationSet makes among them. */
export function listApplicationSpecs(file: ManifestFile | null): readonly ApplicationSpec[] {
  return (file?.manifests ?? []).flatMap((manifest) => {
    if (!manifest.apiVersion.startsWith("argoproj.io/")) return [];
    const at = specPlaces[manifest.kind];
    const spec = at?.reduce<unknown>((inside, step) => (isMap(inside) ? inside[step] : null), manifest.value);
    return at !== undefined && isMap(spec) ? [{ manifest, at, spec }] : [];
  });
}

const specPlaces: Readonly<Record<string, readonly string[]>> = {
  Application: ["spec"],
  ApplicationSet: ["spec", "template", "spec"],
};
