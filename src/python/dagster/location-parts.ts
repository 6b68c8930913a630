import type { Value } from "../evaluate/value.ts";
import type { DagsterValue } from "./dagster-values.ts";
import type { Form } from "./forms.ts";

export const sections = ["assets", "checks", "jobs", "schedules", "sensors", "resources"] as const;
export type Section = (typeof sections)[number];

/** What a code location is given, and why more may be of a section than is listed. */
export interface Parts {
  readonly assets: DagsterValue[];
  /** Assets that only schedules and sensors name. */
  readonly named: DagsterValue[];
  readonly checks: DagsterValue[];
  readonly jobs: DagsterValue[];
  readonly schedules: DagsterValue[];
  readonly sensors: DagsterValue[];
  readonly resources: Map<string, Value>;
  /** By name; the executor has the name `""`. */
  readonly runners: Map<string, Value>;
  /** Where in `Definitions(…)` each stands. */
  readonly places: Map<DagsterValue, Section>;
  readonly unclear: Map<Section, string>;
  /** What Dagster would not put together. */
  readonly refused: { readonly message: string; readonly value: DagsterValue }[];
}

export function createParts(): Parts {
  return {
    assets: [],
    named: [],
    checks: [],
    jobs: [],
    schedules: [],
    sensors: [],
    resources: new Map(),
    runners: new Map(),
    places: new Map(),
    unclear: new Map(),
    refused: [],
  };
}

/** Says why more may be of sections than is listed. */
export function doubtSections(parts: Parts, reason: string, which: readonly Section[] = sections): void {
  for (const section of which) if (!parts.unclear.has(section)) parts.unclear.set(section, reason);
}

/** The list of what has that form; `undefined` for what is no part by itself. */
export function listFor(form: Form, parts: Parts): DagsterValue[] | undefined {
  switch (form) {
    case "assets":
    case "source":
    case "spec":
      return parts.assets;
    case "checks":
      return parts.checks;
    case "job":
    case "graph":
      return parts.jobs;
    case "schedule":
      return parts.schedules;
    case "sensor":
      return parts.sensors;
    default:
      return undefined;
  }
}
