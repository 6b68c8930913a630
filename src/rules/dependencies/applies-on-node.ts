import { evaluateMarker } from "../../formats/environment-marker.ts";
import type { Requirement } from "../../formats/requirements-entry.ts";
import type { FileSubject } from "../subject.ts";

/** Whether an entry is wanted on the node, by its environment marker; `null` where it cannot be known. */
export function appliesOnNode(
  { marker }: Pick<Requirement, "marker">,
  { node, inventory }: Pick<FileSubject, "node" | "inventory">,
): boolean | null {
  if (marker === null) return true;
  const fullPython = inventory?.python ?? null;
  const python = node?.python ?? (fullPython === null ? null : fullPython.split(".").slice(0, 2).join("."));
  return evaluateMarker(marker, { python, fullPython });
}
