import { type ManifestFile, readManifestFile } from "../formats/manifest-file.ts";
import { loadManifestChecker, type ManifestChecker } from "../formats/manifest-schema.ts";

/** The schemas are loaded once in each worker, when the first manifest is seen. */
let checker: Promise<ManifestChecker> | null = null;

/** Reads a YAML file of a node, and compares each manifest in it with its kind. Never rejects for what the file holds. */
export async function readManifests(path: string, text: string): Promise<ManifestFile> {
  const file = readManifestFile(text, path);
  if (file.form !== "manifest" || file.manifests.length === 0) return file;
  checker ??= loadManifestChecker();
  const { check } = await checker;
  return { ...file, manifests: file.manifests.map((manifest) => ({ ...manifest, violations: check(manifest) })) };
}
