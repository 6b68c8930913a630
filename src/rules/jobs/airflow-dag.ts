import type { JobRequest } from "../../domain/run.ts";
import type { DagParam } from "../../python/dag-model.ts";
import type { KnownDag } from "../dag-catalogue.ts";
import type { FileSubject } from "../subject.ts";

/** A job request for a DAG, and the one DAG of that id; `null` for any other request, and where it is not one. */
export function findRequestedDag({ job, catalogue }: Pick<FileSubject, "job" | "catalogue">) {
  if (job === null || !("job" in job) || job.job.engine.kind !== "airflow") return null;
  const { dagId } = job.job.engine;
  const [dag, other] = catalogue.find(dagId);
  if (dag === undefined || other !== undefined) return null;
  return { request: job.job, document: job.document, dag, dagId };
}

/** The parameters that a DAG has and a request gives, with the values that it gives. */
export function listGiven(request: JobRequest, dag: KnownDag): readonly { param: DagParam; value: unknown }[] {
  return dag.params
    .filter(({ name }) => Object.hasOwn(request.parameters, name))
    .map((param) => ({ param, value: request.parameters[param.name] }));
}
