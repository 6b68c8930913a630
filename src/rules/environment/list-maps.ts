import { isMap } from "../../formats/is-map.ts";
import type { ManifestFile } from "../../formats/manifest-file.ts";
import type { YamlDocument, YamlPath } from "../../formats/yaml-document.ts";

export interface MapInFile {
  readonly document: YamlDocument;
  readonly at: YamlPath;
  readonly map: Readonly<Record<string, unknown>>;
}

/** Kinds that speak of pods without making any: definitions and policies. */
const aboutPods =
  /^(?:CustomResourceDefinition|PodSecurityPolicy|SecurityContextConstraints|ConstraintTemplate|.*Policy)$/;

/** Every map of a file in which a pod may be described: manifests, and texts in them, what a template writes out, a chart's values. */
export function* listMaps(file: ManifestFile): Iterable<MapInFile> {
  const documents = file.form === "values" ? file.documents : file.manifests;
  for (const document of [...documents, ...file.inner.documents].filter(isNoDefinition))
    yield* mapsIn(document, [], document.value);
}

function isNoDefinition({ value }: YamlDocument): boolean {
  return !(isMap(value) && typeof value.kind === "string" && aboutPods.test(value.kind));
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
