import { maxFileBytes, partsOf } from "../core/inspect/inspect-parts.ts";
import { sha256Hex } from "../formats/sha256.ts";
import { isJobSchemaPath } from "../rules/jobs/job-schema-path.ts";
import type { JobRequestFile, RequestedDag } from "../rules/subject.ts";
import { isHeld } from "./file-content.ts";
import type { InspectionInput } from "./inspector.ts";

/** No schema of parameters that people write comes near it; all of them go to each worker. In bytes. */
const maxSchemaBytes = 64 * 1024;
const maxSchemas = 200;

type Files = Pick<InspectionInput, "files" | "context">;

/** The schemas of jobs' parameters, by path; `null` for one that is too large, or one too many. */
export function readJobSchemas({ files, context }: Files): Readonly<Record<string, string | null>> {
  const schemas = [...files.filter(isHeld), ...context].filter(({ path }) => isJobSchemaPath(path));
  return Object.fromEntries(
    schemas.map(({ path, content }, index) => [
      path,
      index < maxSchemas && content.length <= maxSchemaBytes ? new TextDecoder().decode(content) : null,
    ]),
  );
}

/** The job requests that were asked about, and those beside them. */
export function listJobFiles({ files, context }: Files, requested: RequestedDags): readonly JobRequestFile[] {
  const asked = files.filter(isHeld).filter(({ kind, path }) => kind === "job" && isYaml(path));
  if (asked.length === 0) return [];
  const given = new Set(files.map(({ path }) => path));
  const others = context.filter(({ path }) => isYaml(path) && !given.has(path));
  return [
    ...asked.map(({ path, content }) => {
      const digest = sha256Hex(content);
      return { path, digest, isAsked: true, dag: requested.get(digest) ?? null };
    }),
    ...others.map(({ path, content }) => ({ path, digest: sha256Hex(content), isAsked: false, dag: null })),
  ];
}

/** By the digests of their texts. */
export type RequestedDags = ReadonlyMap<string, RequestedDag>;

/** The DAGs that job requests name. */
export async function readRequestedDags(files: Files["files"]): Promise<RequestedDags> {
  const found = new Map<string, RequestedDag>();
  for (const { path, content } of files.filter(isHeld).filter(({ path, kind }) => partsOf(path, kind).job)) {
    if (content.length > maxFileBytes) continue; // it is unread
    const { readJobRequest } = await import("../formats/job-request.ts"); // few changes have any
    const read = readJobRequest(new TextDecoder().decode(content), path);
    if (!("job" in read) || read.job.engine.kind !== "airflow") continue;
    const span = read.document.spanOf(["engine", "airflow", "dag_id"]);
    found.set(sha256Hex(content), { dagId: read.job.engine.dagId, span });
  }
  return found;
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/.test(path);
}
