import { folderOf, pathFrom } from "../formats/relative-path.ts";
import type { TreeListing } from "../rules/tree-listing.ts";

/**
 * The file of the repository that a path on the node stands for: below any folder, as the repository's place there is not known, or
 * beside the DAG file. Of an absolute path more than the name must be the same.
 */
export function locateNamed(written: string, path: string, tree: TreeListing): string | null {
  const known = written.slice(written.lastIndexOf("\uFFFC") + 1);
  const steps = known.split("/").filter((step) => step !== "" && step !== ".");
  const folder = folderOf(path);
  const least = written.startsWith("/") && steps.length > 1 ? 2 : 1;
  for (let from = Math.max(0, steps.length - 20); from <= steps.length - least; from += 1) {
    const rest = steps.slice(from).join("/");
    const places = [pathFrom(folder, rest), pathFrom("", rest)];
    const found = places.find((place) => place !== null && tree.find(place)?.mode.startsWith("100"));
    if (found != null) return found;
  }
  return null;
}
