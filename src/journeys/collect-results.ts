import { randomBytes } from "node:crypto";
import { planPublication } from "../core/plan-publication.ts";
import { publicationDetails, runDetails } from "../core/render/run-details.ts";
import type { Run } from "../domain/run.ts";
import { collectOutputs } from "../remotes/collect-outputs.ts";
import type { ResultPorts } from "./record-publication.ts";

/** Takes the declared outputs of a run that succeeded into internal storage. Answers the run with what came of it as its detail. */
export async function collectResults(ports: ResultPorts, run: Run): Promise<Run> {
  if (run.request.outputs.length === 0) return run;
  if (ports.storage === null || ports.engine === null) {
    return { ...run, detail: runDetails.noStorage };
  }
  const collected: Run = { ...run, detail: runDetails.collected };
  if ((await ports.store.readPublication(run.id)) !== null) return collected;
  const outcome = await collectOutputs({
    run,
    directory: ports.engine.outputDirectory(run),
    internal: ports.storage.internal,
    salt: randomBytes(32).toString("hex"),
  });
  if (outcome.status === "refused")
    return { ...run, detail: `It succeeded, but its outputs cannot be published: ${outcome.reason}` };

  const { branch, dvcPath } = planPublication(run, randomBytes(8).toString("hex"));
  await ports.store.createPublication({
    run: run.id,
    repository: run.repository,
    requester: run.requester,
    dvcPath,
    directory: outcome.directory,
    objects: outcome.objects,
    branch,
    change: null,
    state: "collected",
    detail: publicationDetails.collected,
    updatedAt: ports.clock.now().toISOString(),
  });
  return collected;
}
