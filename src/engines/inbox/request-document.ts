import type { EngineRef, Run } from "../../domain/run.ts";

/** The text of a request file (docs/schemas/inbox-request.schema.json). Made of the run alone, so the same run gives the same bytes. */
export function writeRequestDocument(run: Run): string {
  const { request } = run;
  const document = {
    version: 1,
    run: run.id,
    repository: run.repository,
    change: run.change,
    path: run.path,
    blob: run.blob,
    commit: run.commit,
    requester: run.requester,
    title: request.title,
    engine: describeEngine(request.engine),
    parameters: request.parameters,
    inputs: request.inputs,
    outputs: request.outputs.map(({ path, kind, maxRows }) => ({ path, kind, max_rows: maxRows })),
    purpose: request.purpose,
    agreement: request.agreement,
    expires: request.expires,
    resources: request.resources,
    created_at: run.createdAt,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The text of a cancellation (docs/schemas/inbox-cancellation.schema.json). */
export function writeCancellationDocument(run: Run): string {
  const document = { version: 1, run: run.id, repository: run.repository, change: run.change, path: run.path };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** As people write it in a job request. */
function describeEngine(engine: EngineRef): object {
  switch (engine.kind) {
    case "airflow":
      return { airflow: { dag_id: engine.dagId } };
    case "dagster":
      return { dagster: { location: engine.location, job: engine.job } };
    default:
      return engine satisfies never;
  }
}
