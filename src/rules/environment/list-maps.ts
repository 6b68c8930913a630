import { isMap } from "../../formats/is-map.ts";
import type { Manifest, ManifestFile } from "../../formats/manifest-file.ts";
import type { YamlDocument, YamlPath } from "../../formats/yaml-document.ts";

export interface MapInFile {
  readonly document: YamlDocument;
  readonly at: YamlPath;
  readonly map: Readonly<Record<string, unknown>>;
}

/** Kinds that speak of pods without making any: definitions and policies. */
const aboutPods =
  /^(?:CustomResourceDefinition|PodSecurityPolicy|SecurityContextConstraints|ConstraintTemplate|.*Policy)$/;

/** Every map of a file in which a pod may be described: manifests, what a template writes out, a chart's values. */
export function* listMaps(file: ManifestFile): Iterable<MapInFile> {
  const documents = file.form === "values" ? file.documents : file.manifests.filter(isNoDefinition);
  for (const document of documents) yield* mapsIn(document, [], document.value);
}

function isNoDefinition({ kind }: Manifest): boolean {
  return !aboutPods.test(kind);
}

/** Every map in a value, itself among them, from the outside in. */
export function* mapsIn(document: YamlDocument, at: YamlPath, value: unknown): Iterable<MapInFile> {
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) yield* mapsIn(document, [...at, index], one);
  }
  if (!isMap(value)) return;
  yield { document, at, map: value };
  for (const [key, one] of Object.entries(value)) {
    if (typeof one === "object" && one !== null) yield* mapsIn(document, [...at, key], one);
  }
}
