import { listDeclaring, maxDeclaredBytes, readDeclared } from "../analysis/read-declared.ts";
import type { InventoryFile } from "../formats/inventory.ts";
import type { DependencyFile } from "../formats/requirements-file.ts";
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
    for (const file of own.filter(({ path }) => declaring.has(path))) {
      const asked = await listAsked(file);
      found.push(...asked.map(({ key, specifier }) => ({ name: key, specifier, repository, path: file.path })));
    }
  }
  const unlike = new Map(found.map((one) => [JSON.stringify(Object.values(one)), one]));
  return [...unlike].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

async function listAsked({ path, beside }: LiveFile): Promise<DependencyFile["requirements"]> {
  const read = await beside.read(path);
  if (!("content" in read) || read.content.length > maxDeclaredBytes) return [];
  const declared = await readDeclared([{ path, content: read.content }]);
  return declared
    .filter(({ form }) => form !== "constraints") // a limit asks for nothing
    .flatMap(({ requirements }) => requirements)
    .filter(({ specifier, marker, group }) => specifier !== "" && marker === null && group === null);
}
