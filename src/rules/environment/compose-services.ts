import { isMap } from "../../formats/is-map.ts";
import type { ManifestFile } from "../../formats/manifest-file.ts";
import type { MapInFile } from "./list-maps.ts";

/** The files of Docker Compose (https://docs.docker.com/reference/compose-file/services/), known by their names and form. */
export function composeDocuments({ documents }: ManifestFile): readonly MapInFile[] {
  return documents.flatMap((document) => {
    const { path, value } = document;
    if (!/(?:^|[/.-])compose[^/]*\.ya?ml$/.test(path) || !isMap(value) || "kind" in value) return [];
    return [{ document, at: [], map: value }];
  });
}

/** Their services, each with what it takes over by a merge key (`<<: *common`). */
export function composeServices(file: ManifestFile): readonly MapInFile[] {
  return composeDocuments(file).flatMap(({ document, map: { services } }) =>
    Object.entries(isMap(services) ? services : {}).flatMap(([name, map]) =>
      isMap(map) ? [{ document, at: ["services", name], map }] : [],
    ),
  );
}
