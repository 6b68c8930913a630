import type { CodeLocation } from "./dagster-model.ts";
import { sections } from "./location-parts.ts";

/** A code location of which nothing more can be said. */
export function unknownLocation(reason: string): CodeLocation {
  return {
    form: "unknown",
    assets: [],
    checks: [],
    jobs: [],
    schedules: [],
    sensors: [],
    resources: [],
    unclear: Object.fromEntries(sections.map((section) => [section, reason])),
    certainty: "unknown",
    reason,
    failures: [],
    reads: [],
  };
}
