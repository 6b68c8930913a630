import type { Span } from "../../domain/finding.ts";
import type { Certainty, ImportFailure } from "../dag-model.ts";
import type { Section } from "./location-parts.ts";

export interface Located {
  /** Where it is written; `definedIn` is another file of the repository, for which the span is of no use. */
  readonly span: Span;
  readonly definedIn: string | null;
}

export interface DagsterAsset extends Located {
  /** Its parts. */
  readonly key: readonly string[];
  /** `null` where it is not constant. */
  readonly group: string | null;
  readonly deps: readonly (readonly string[])[];
  readonly kind: "materializable" | "observable" | "external";
  /** The class of its partitions; `none`; `null` where it is not known. */
  readonly partitions: string | null;
  readonly certainty: Certainty;
  readonly reason: string | null;
}

export interface DagsterCheck extends Located {
  readonly asset: readonly string[];
  readonly name: string;
}

/** The config of one op or asset of a job. */
export interface DagsterConfig {
  /** As it stands under `ops` in the config of a run: `graph.op` for one inside of a graph. */
  readonly node: string;
  /** The JSON Schema of what it takes; `null` where not all of it is constant, or nothing is said of it. */
  readonly schema: Readonly<Record<string, unknown>> | null;
  /** The config class; `null` for `config_schema`. */
  readonly className: string | null;
  /** Whether anything is declared: an op without a config takes anything, and reads nothing. */
  readonly isDeclared: boolean;
}

export interface DagsterJob extends Located {
  readonly name: string;
  readonly form: "op" | "asset";
  /** Names of ops and graphs at its top; `null` where not all are known. */
  readonly nodes: readonly string[] | null;
  /** The keys of the assets that it makes; `null` where that is not known. */
  readonly assets: readonly (readonly string[])[] | null;
  readonly partitions: string | null;
  /** `null` where not all are known. */
  readonly config: readonly DagsterConfig[] | null;
  /** Whether the job brings config of its own, or maps one to the config of its ops. */
  readonly hasOwnConfig: boolean;
  readonly certainty: Certainty;
  readonly reason: string | null;
}

export interface DagsterSchedule extends Located {
  readonly name: string;
  /** `null` where it is not constant. */
  readonly cron: readonly string[] | null;
  readonly cronSpan: Span | null;
  /** `null` where it is not known, or what runs are assets alone. */
  readonly job: string | null;
  readonly timezone: string | null;
  readonly certainty: Certainty;
  readonly reason: string | null;
}

export interface DagsterSensor extends Located {
  readonly name: string;
}

/** What a code location has, as Dagster would see it. */
export interface CodeLocation {
  /** `loose`: it binds jobs or assets to names, but no `Definitions`, so that Dagster looks at it only where it is pointed to it. */
  readonly form: "definitions" | "repository" | "loose" | "unknown";
  readonly assets: readonly DagsterAsset[];
  readonly checks: readonly DagsterCheck[];
  readonly jobs: readonly DagsterJob[];
  readonly schedules: readonly DagsterSchedule[];
  readonly sensors: readonly DagsterSensor[];
  /** Their names. */
  readonly resources: readonly string[];
  /** Why more may be there than is listed, by what. Absent: all is listed. */
  readonly unclear: Readonly<Partial<Record<Section, string>>>;
  /** `exact`: all is listed, and Dagster loads it, or `failures` says why not. */
  readonly certainty: Certainty;
  readonly reason: string | null;
  /** What Dagster would refuse. */
  readonly failures: readonly ImportFailure[];
  /** The files of the repository that it imports or reads. */
  readonly reads: readonly string[];
}
