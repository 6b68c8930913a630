import { type NamedLocation, namingFiles, readLocationNames } from "../formats/code-location-names.ts";
import type { DagCatalogue } from "../rules/dag-catalogue.ts";
import type { Beside } from "./open-beside.ts";

/** No repository has projects in more folders. */
const mostFolders = 300;

/** The code locations that the repository names: in its top folder, and in those that files with definitions are in. */
export async function readLocations(
  catalogue: Pick<DagCatalogue, "listLocations">,
  beside: Pick<Beside, "readText" | "whileAsking">,
): Promise<readonly NamedLocation[]> {
  const folders = new Set([""]);
  for (const { path } of catalogue.listLocations()) {
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1))
      if (folders.size < mostFolders) folders.add(path.slice(0, slash));
  }
  const paths = [...folders]
    .sort()
    .flatMap((folder) => namingFiles.map((name) => `${folder === "" ? "" : `${folder}/`}${name}`));
  return beside.whileAsking(async () =>
    paths.flatMap((path) => {
      const text = beside.readText(path);
      return text === null ? [] : readLocationNames(text, path);
    }),
  );
}
