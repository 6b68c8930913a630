import { isMap } from "../../formats/is-map.ts";
import type { ManifestFile } from "../../formats/manifest-file.ts";
import type { MapInFile } from "./list-maps.ts";

/** The services of a file of Docker Compose (https://docs.docker.com/reference/compose-file/services/), known by its name and form. */
export function composeServices({ documents }: ManifestFile): readonly MapInFile[] {
  return documents.flatMap((document) => {
    const { path, value } = document;
    if (!/(?:^|[/.-])compose[^/]*\.ya?ml$/.test(path) || !isMap(value) || "kind" in value) return [];
    const services = isMap(value.services) ? value.services : {};
    return Object.entries(services).flatMap(([name, map]) =>
      isMap(map) ? [{ document, at: ["services", name], map }] : [],
    );
  });
}
