import type { ChangeRequest } from "../domain/change.ts";
import type { NodeFile } from "../domain/node.ts";
import { touchedDatasets } from "./touched-datasets.ts";

/** Facts that somebody wrote by hand, with the datasets of a node's catalogue that its job requests read or its files stand for. */
export function withDatasetsOfNode(change: ChangeRequest, node: NodeFile | null): ChangeRequest {
  const touched = touchedDatasets(node, change.jobs ?? [], change.files.items, null);
  const more = touched.filter(({ name }) => !change.datasets.some((one) => one.name === name));
  return { ...change, datasets: [...change.datasets, ...more] };
}
