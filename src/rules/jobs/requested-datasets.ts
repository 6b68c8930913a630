import type { NodeDataset } from "../../domain/node.ts";
import type { FileSubject } from "../subject.ts";

/** A dataset that a job request reads, and what the node's catalogue says of it; `null` where it does not know it. */
export interface RequestedDataset {
  readonly name: string;
  readonly index: number;
  readonly entry: NodeDataset | null;
}

/** Nothing where the node, or its catalogue, is not known. */
export function listRequestedDatasets({ job, node }: Pick<FileSubject, "job" | "node">): readonly RequestedDataset[] {
  if (job === null || !("job" in job) || node === null || node.datasets.length === 0) return [];
  return job.job.inputs.map(({ dataset }, index) => ({
    name: dataset,
    index,
    entry: node.datasets.find(({ name }) => name === dataset) ?? null,
  }));
}
