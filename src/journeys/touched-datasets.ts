import type { ChangedFile, DatasetTouched } from "../domain/change.ts";
import type { NodeFile } from "../domain/node.ts";
import type { PolicySource } from "../domain/policy.ts";
import { readJobRequest } from "../formats/job-request.ts";
import type { Mirror } from "../git/mirror.ts";
import { readFileAt } from "../git/read-blob.ts";
import { kindOf } from "../policy/kind-of.ts";

const maxJobBytes = 1024 * 1024;

/** The datasets of the node's catalogue that the job requests of a change name, with their owners. */
export async function touchedDatasets(
  node: NodeFile | null,
  policy: PolicySource,
  mirror: Mirror,
  head: string,
  files: readonly ChangedFile[],
): Promise<readonly DatasetTouched[]> {
  if (node === null || node.datasets.length === 0) return [];
  const names = new Set<string>();
  for (const file of files) {
    if (file.status === "removed" || kindOf(policy, file.path) !== "job") continue;
    const bytes = await readFileAt(mirror, head, file.path, maxJobBytes).catch(() => null);
    const read = bytes === null ? null : readJobRequest(bytes.toString("utf8"), file.path);
    if (read === null || !("job" in read)) continue;
    for (const input of read.job.inputs) names.add(input.dataset);
  }
  return node.datasets.filter(({ name }) => names.has(name)).map(({ name, owners }) => ({ name, owners }));
}
