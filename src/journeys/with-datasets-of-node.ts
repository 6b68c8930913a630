import { withCatalogue } from "../core/decide/with-catalogue.ts";
import type { ChangeRequest } from "../domain/change.ts";
import type { NodeFile } from "../domain/node.ts";
import { touchedDatasets } from "./touched-datasets.ts";

/** Facts that somebody wrote by hand, with the datasets that they touch as a node's catalogue has them, those for which a changed file stands included. */
export function withDatasetsOfNode(change: ChangeRequest, node: NodeFile | null): ChangeRequest {
  const touched = touchedDatasets(node, change.jobs ?? [], change.files.items, []);
  const more = touched.filter(({ name }) => !change.datasets.some((one) => one.name === name));
  return withCatalogue({ ...change, datasets: [...change.datasets, ...more] }, node?.datasets ?? []);
}
