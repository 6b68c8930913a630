import type { FileParts } from "../core/inspect/inspect-parts.ts";
import type { DockerfileReading } from "../formats/dockerfile.ts";
import type { DvcFileReading } from "../formats/dvc-file.ts";
import type { JobRequestReading } from "../formats/job-request.ts";
import type { ManifestFile } from "../formats/manifest-file.ts";
import type { DependencyFile } from "../formats/requirements-file.ts";
import { isJobSchemaPath } from "../rules/jobs/job-schema-path.ts";
import type { FileSubject, SharedFacts } from "../rules/subject.ts";
import type { Around } from "./read-module.ts";

type Parts = Pick<
  FileSubject,
  "dependencies" | "job" | "locations" | "compileSchema" | "dvc" | "manifests" | "dockerfile" | "nodeFile"
>;

interface Settings extends Pick<Around, "beside"> {
  readonly facts: SharedFacts;
}

/**
 * What a file says in a format of its own; `null` where it has none. What reads these formats, with their schemas, is loaded when it is
 * needed: a check of one DAG starts sooner.
 */
export async function readParts(text: string, path: string, parts: FileParts, settings: Settings): Promise<Parts> {
  return {
    dependencies: await readDependencies(path, text, parts),
    job: parts.job ? await readJob(path, text) : null,
    locations: parts.job && /\bdagster\b/.test(text) ? await readNamedLocations(settings) : null,
    compileSchema: parts.job || isJobSchemaPath(path) ? await loadSchemaCompiler() : null,
    dvc: parts.dvc === null ? null : await readDvc(path, text, parts.dvc),
    manifests: parts.manifests ? await readManifestsOf(path, text) : null,
    dockerfile: parts.dockerfile ? await readDocker(text) : null,
    nodeFile: parts.nodeFile ? await readNode(path, text) : null,
  };
}

async function readJob(path: string, text: string): Promise<JobRequestReading> {
  const { readJobRequest } = await import("../formats/job-request.ts");
  return readJobRequest(text, path);
}

async function readNamedLocations({ facts, beside }: Settings): Promise<FileSubject["locations"]> {
  const { readLocations } = await import("./read-locations.ts");
  return readLocations(facts.catalogue, beside);
}

async function loadSchemaCompiler(): Promise<FileSubject["compileSchema"]> {
  const { createSchemaCompiler } = await import("../formats/json-schema.ts");
  return createSchemaCompiler();
}

async function readDvc(path: string, text: string, form: "file" | "lock"): Promise<DvcFileReading> {
  const { readDvcFile, readDvcLock } = await import("../formats/dvc-file.ts");
  return form === "lock" ? readDvcLock(text, path) : readDvcFile(text, path);
}

async function readManifestsOf(path: string, text: string): Promise<ManifestFile> {
  const { readManifests } = await import("./read-manifests.ts");
  return readManifests(path, text);
}

async function readDependencies(path: string, text: string, parts: FileParts): Promise<readonly DependencyFile[]> {
  if (parts.python && !/# \/\/\/ script|^[ \t]*(dependencies|requirements)[ \t]*:/im.test(text)) return [];
  if (!parts.python && !parts.dependencies) return [];
  const { readFileDependencies } = await import("./read-declared.ts");
  return readFileDependencies(text, path, parts.python);
}

async function readDocker(text: string): Promise<DockerfileReading> {
  const { readDockerfile } = await import("../formats/dockerfile.ts");
  return readDockerfile(text);
}

async function readNode(path: string, text: string): Promise<FileSubject["nodeFile"]> {
  const { readNodeFile } = await import("../policy/read-node-file.ts");
  const reading = readNodeFile(text, { path });
  return { problems: "problems" in reading ? reading.problems : [] };
}
