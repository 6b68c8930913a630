import { Cron } from "croner";
import type { PlannedDag } from "../../domain/consequences.ts";
import { countOf } from "../../formats/count-of.ts";

/** More than this are not counted. */
const mostCounted = 1000;

export interface PlannedRuns {
  readonly dagId: string;
  /** The next three, ISO 8601 in UTC. */
  readonly next: readonly string[];
  /** How many runs would be made at once for the time since the start date; `more` when there are too many to count. */
  readonly atOnce: number | "more";
}

/** The next runs of a DAG as of an instant; `null` where the schedule is none that can be reckoned with. */
export function nextRuns(plan: PlannedDag, now: Date): PlannedRuns | null {
  const { every, timezone, dagId, catchesUp } = plan;
  const startDate = plan.startDate === null ? null : toInstant(plan.startDate);
  try {
    const listed =
      typeof every === "number" ? byInterval(every, timezone, startDate, now) : byCron(every, timezone, startDate, now);
    if (listed === null) return null;
    const { next, missed } = listed;
    const atOnce = catchesUp && startDate !== null ? missed() : 0;
    return {
      dagId,
      next: next.map((date) => date.toISOString().replace(".000Z", "Z")),
      atOnce: atOnce > mostCounted ? "more" : atOnce,
    };
  } catch {
    return null; // no cron expression, zone or date that is known: the rules speak of it
  }
}

/** A date alone is its midnight in the DAG's zone. */
function toInstant(startDate: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(startDate) ? `${startDate}T00:00:00` : startDate;
}

interface Listed {
  readonly next: readonly Date[];
  readonly missed: () => number;
}

function byCron(every: string, timezone: string, startDate: string | null, now: Date): Listed | null {
  if (every.split(/\s+/).length !== 5) return null;
  const cron = new Cron(every, { timezone, paused: true, ...(startDate === null ? {} : { startAt: startDate }) });
  const missed = (): number => {
    let count = 0;
    let last = cron.nextRun(new Date(0));
    while (last !== null && last <= now && count <= mostCounted) {
      count += 1;
      last = cron.nextRun(last);
    }
    return count;
  };
  return { next: cron.nextRuns(3, now), missed };
}

function byInterval(seconds: number, timezone: string, startDate: string | null, now: Date): Listed | null {
  const hasOffset = startDate !== null && /(Z|[+-]\d\d:?\d\d)$/.test(startDate);
  if (startDate === null || (timezone !== "UTC" && !hasOffset)) return null;
  const start = Date.parse(hasOffset ? startDate : `${startDate}Z`);
  const step = seconds * 1000;
  if (!Number.isFinite(start)) return null;
  const passed = start > now.getTime() ? 0 : Math.floor((now.getTime() - start) / step) + 1;
  return { next: [0, 1, 2].map((index) => new Date(start + (passed + index) * step)), missed: () => passed };
}

/** The next runs as a sentence that follows one about the DAG. */
export function describeRuns({ next, atOnce }: PlannedRuns): string {
  const times = next.map((time) => time.replace("T", " ").replace(/:00Z$/, " UTC").replace(/Z$/, " UTC"));
  const runs = times.length === 0 ? "It has no further run" : `It runs next at ${times.join(", ")}`;
  const catchUp =
    atOnce === "more"
      ? `; more than ${mostCounted} catch-up runs would start at once`
      : atOnce > 0
        ? `; about ${countOf(atOnce, "catch-up run")} would start at once`
        : "";
  return `${runs}${catchUp}.`;
}
