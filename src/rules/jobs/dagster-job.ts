import type { JobRequest } from "../../domain/run.ts";
import type { YamlDocument } from "../../formats/yaml-document.ts";
import type { DagsterConfig } from "../../python/dagster/dagster-model.ts";
import type { LocatedJob } from "../dag-catalogue.ts";
import type { FileSubject } from "../subject.ts";
import { findLocation, type MeantLocations } from "./find-location.ts";

export interface RequestedJob {
  readonly name: string;
  /** The name of the code location, and which it may be. */
  readonly location: string;
  readonly meant: MeantLocations;
  readonly request: JobRequest;
  readonly document: YamlDocument;
  /** The jobs of that name in the code locations that may be meant. */
  readonly found: readonly LocatedJob[];
  /** Those in others. */
  readonly elsewhere: readonly LocatedJob[];
}

/** A job request for a job of Dagster, and the jobs of that name; `null` for any other request, and where it is none. */
export function findRequestedJob(subject: Pick<FileSubject, "job" | "catalogue" | "locations">): RequestedJob | null {
  const { job, catalogue } = subject;
  if (job === null || !("job" in job) || job.job.engine.kind !== "dagster") return null;
  const { job: name, location } = job.job.engine;
  const meant = findLocation(location, subject);
  const all = catalogue.findJobs(name);
  const paths = new Set(meant.files?.map(({ path }) => path));
  const isMeant = ({ path }: LocatedJob): boolean => meant.how === "any" || meant.files === null || paths.has(path);
  return {
    name,
    location,
    meant,
    request: job.job,
    document: job.document,
    found: all.filter(isMeant),
    elsewhere: all.filter((one) => !isMeant(one)),
  };
}

type Schema = Readonly<Record<string, unknown>>;

/** What a request may give a job: its own fields, or the whole config of a run. */
export interface Parameters {
  readonly schema: Schema;
  /** Whether the schema leaves open what else is taken. */
  readonly isOpen: boolean;
}

/**
 * The fields of all config classes of a job, as the parameters of a request name them; `null` where the job has no config. A job that
 * brings config of its own has values for what is left out.
 */
export function schemaOfFields({ config, hasOwnConfig }: LocatedJob): Parameters | null {
  const declared = (config ?? []).filter(({ isDeclared }) => isDeclared);
  if (config !== null && declared.length === 0) return null;
  const schemas = declared.flatMap(({ schema }) => (schema === null ? [] : [schema]));
  const isOpen = config === null || schemas.length < declared.length || schemas.some((one) => !isClosed(one));
  const fields = Map.groupBy(schemas.flatMap(fieldsOf), ([name]) => name);
  const properties = [...fields].map(([name, all]) => {
    const [first, ...others] = [...new Set(all.map(([, field]) => field))];
    return [name, others.length === 0 ? first : { allOf: [first, ...others] }];
  });
  const required = [...new Set(schemas.flatMap(requiredOf))];
  return {
    schema: {
      type: "object",
      properties: Object.fromEntries(properties),
      ...(hasOwnConfig || required.length === 0 ? {} : { required }),
      additionalProperties: isOpen,
    },
    isOpen,
  };
}

function isClosed({ properties, additionalProperties }: Schema): boolean {
  return properties !== undefined && additionalProperties === false;
}

function fieldsOf({ properties }: Schema): readonly (readonly [string, unknown])[] {
  return typeof properties === "object" && properties !== null ? Object.entries(properties) : [];
}

function requiredOf({ required }: Schema): readonly string[] {
  return Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
}

const partsOfRun = new Set(["ops", "resources", "execution", "loggers", "inputs"]);

/** Whether parameters are the whole config of a run rather than fields of config classes. */
export function isRunConfig(parameters: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(parameters);
  return names.includes("ops") && names.every((name) => partsOfRun.has(name));
}

/** The schema of the config of a run, of which `ops` is looked into. */
export function schemaOfRun({ config, hasOwnConfig }: LocatedJob): Parameters {
  if (config === null) return { schema: {}, isOpen: true };
  const root: Growing = { ops: new Map(), config: null };
  for (const one of config) {
    let at = root;
    for (const name of one.node === "" ? [] : one.node.split(".")) {
      const next: Growing = at.ops.get(name) ?? { ops: new Map(), config: null };
      at.ops.set(name, next);
      at = next;
    }
    at.config = one;
  }
  const ops = schemaOfOps(root, hasOwnConfig);
  return { schema: { type: "object", properties: { ops } }, isOpen: false };
}

interface Growing {
  readonly ops: Map<string, Growing>;
  config: DagsterConfig | null;
}

function schemaOfOps({ ops }: Growing, hasOwnConfig: boolean): Schema {
  const properties = [...ops].map(([name, op]) => [name, schemaOfOp(op, hasOwnConfig)]);
  const needed = [...ops].flatMap(([name, op]) => (!hasOwnConfig && isNeeded(op) ? [name] : []));
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(needed.length === 0 ? {} : { required: needed }),
    additionalProperties: false,
  };
}

function isNeeded({ ops, config }: Growing): boolean {
  return requiredOf(config?.schema ?? {}).length > 0 || [...ops.values()].some(isNeeded);
}

function schemaOfOp(op: Growing, hasOwnConfig: boolean): Schema {
  const inner = op.ops.size === 0 ? {} : { ops: schemaOfOps(op, hasOwnConfig) };
  const { config } = op;
  const own = config?.schema ?? {};
  const lenient = hasOwnConfig ? Object.fromEntries(Object.entries(own).filter(([key]) => key !== "required")) : own;
  const properties = { ...inner, ...(config === null ? {} : { config: lenient }) };
  const isConfigNeeded = !hasOwnConfig && requiredOf(own).length > 0;
  return { type: "object", properties, ...(isConfigNeeded ? { required: ["config"] } : {}) };
}
