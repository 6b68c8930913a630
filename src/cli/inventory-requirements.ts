import { listDeclaring, maxDeclaredBytes, readDeclared } from "../analysis/read-declared.ts";
import type { InventoryFile } from "../formats/inventory.ts";
import type { LiveFile } from "./live-files.ts";

type LiveRequirement = NonNullable<InventoryFile["requirements"]>[number];

/**
 * What the repositories of the node ask for wherever they are installed: entries of requirements files and `pyproject.toml` with a
 * version, without those of a group or under an environment marker.
 */
export async function readLiveRequirements(files: readonly LiveFile[]): Promise<readonly LiveRequirement[]> {
  const found: LiveRequirement[] = [];
  for (const [repository, own] of Map.groupBy(files, (file) => file.repository)) {
    if (repository === null) continue;
    const declaring = new Set(listDeclaring(own.map(({ path }) => path)));
    for (const { path, beside } of own.filter((file) => declaring.has(file.path))) {
      const read = await beside.read(path);
      if (!("content" in read) || read.content.length > maxDeclaredBytes) continue;
      for (const { form, requirements } of await readDeclared([{ path, content: read.content }])) {
        if (form === "constraints") continue; // a limit asks for nothing
        for (const { key, specifier, marker, group } of requirements) {
          if (specifier !== "" && marker === null && group === null)
            found.push({ name: key, specifier, repository, path });
        }
      }
    }
  }
  const unlike = new Map(found.map((one) => [JSON.stringify(Object.values(one)), one]));
  return [...unlike].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
