import type { ChangeRequest, DatasetTouched } from "../../domain/change.ts";
import type { NodeDataset } from "../../domain/node.ts";

/**
 * The change with the datasets that it touches as the node's catalogue has them: whose they are and on what terms is for the
 * catalogue to say, and one that a job request reads is touched, whether or not the facts list it.
 */
export function withCatalogue(change: ChangeRequest, catalogue: readonly NodeDataset[]): ChangeRequest {
  if (catalogue.length === 0) return change;
  const { datasets, jobs = [] } = change;
  const told = datasets.map((one) => {
    const known = catalogue.find(({ name }) => name === one.name);
    return known === undefined ? one : toTouched(known, one.paths);
  });
  const read = catalogue.flatMap((dataset) => {
    const paths = jobs.filter(({ asks }) => asks?.datasets.includes(dataset.name)).map(({ path }) => path);
    const isTold = datasets.some(({ name }) => name === dataset.name);
    return isTold || paths.length === 0 ? [] : [toTouched(dataset, paths)];
  });
  return { ...change, datasets: [...told, ...read] };
}

/** A dataset of the catalogue, touched by these files; `undefined` where they are not known. */
export function toTouched(dataset: NodeDataset, paths: readonly string[] | undefined): DatasetTouched {
  const { name, owners, agreements, agreementsRequired, purposes } = dataset;
  return {
    name,
    owners,
    ...(paths === undefined ? {} : { paths }),
    ...(agreementsRequired ? { agreements: agreements ?? ("any" as const) } : {}),
    ...(purposes === undefined ? {} : { purposes }),
  };
}
