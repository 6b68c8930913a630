import type { NodeFile } from "../domain/node.ts";
import { repositoryPlace } from "../formats/repository-place.ts";

/**
 * The name of a clone by the address of its `origin`: as the node's file names that address, else the path on the forge, such as
 * `acme/study`. `null` where neither tells.
 */
export function nameOfRepository(origin: string | null, node: Pick<NodeFile, "repositories"> | null): string | null {
  const place = origin === null ? null : repositoryPlace(origin);
  if (origin === null || place === null) return null;
  const listed = node?.repositories.find(({ url }) => repositoryPlace(url) === place);
  if (listed !== undefined) return listed.name;
  if (place.startsWith("file/")) return null;
  const path = place.slice(place.indexOf("/") + 1);
  return origin.slice(origin.toLowerCase().lastIndexOf(path)).slice(0, path.length);
}
