import type { Consequence, Consequences } from "../../domain/consequences.ts";
import { describeRuns, nextRuns, type PlannedRuns } from "./next-runs.ts";

/** So that it is read. */
const mostLines = 15;

/** Of how many DAGs the next runs are said. */
const mostPlanned = 5;

const subjects: Readonly<Record<Consequence["kind"], string>> = {
  "import-failure": "",
  "dag-removed": "DAG ",
  "dag-renamed": "DAG ",
  "dag-rescheduled": "DAG ",
  "dag-added": "DAG ",
  "job-removed": "Job ",
  "schedule-removed": "Schedule ",
  "asset-removed": "Asset ",
  "schedule-rescheduled": "Schedule ",
  "job-added": "Job ",
  "schedule-added": "Schedule ",
  "asset-added": "Asset ",
  "points-nowhere": "DAG ",
  dataset: "Dataset ",
  connection: "Connection ",
  image: "Image ",
  variable: "Variable ",
  package: "Package ",
  task: "DAG ",
};

/** What a change would do, as sentences, what matters most first. Names of the change stand in backticks. `now` is for the next runs. */
export function describeConsequences(consequences: Consequences, now: Date): readonly string[] {
  const runs = new Map(plannedRuns(consequences, now).map((one) => [one.dagId, one]));
  const told = new Set<string>();
  const lines = consequences.items.map((item) => {
    const { kind, name, detail, isCertain } = item;
    const planned = isOfDag(item) && !told.has(name) ? runs.get(name) : undefined;
    if (planned !== undefined) told.add(name);
    const doubt = isCertain ? "" : " (as far as it can be known)";
    return `${subjects[kind]}\`${quote(name)}\` ${detail}${doubt}.${planned === undefined ? "" : ` ${describeRuns(planned)}`}`;
  });
  const gaps = consequences.unclear.map(({ path, reason }) => {
    const why = reason.length > 160 ? `${reason.slice(0, 159)}…` : reason;
    return `Not all of \`${quote(path)}\` could be followed (${why}): more may be reached, datasets among it.`;
  });
  const shownGaps = shorten(gaps, 3);
  return [...shorten(lines, mostLines - shownGaps.length), ...shownGaps];
}

/** The next runs of the first few DAGs that are new or have another schedule. */
export function plannedRuns({ planned, items }: Consequences, now: Date): readonly PlannedRuns[] {
  const order = new Map(items.filter(isOfDag).map(({ name }, index) => [name, index]));
  return planned
    .toSorted((a, b) => (order.get(a.dagId) ?? 0) - (order.get(b.dagId) ?? 0))
    .slice(0, mostPlanned)
    .flatMap((plan) => nextRuns(plan, now) ?? []);
}

function isOfDag({ kind }: Consequence): boolean {
  return kind === "dag-added" || kind === "dag-renamed" || kind === "dag-rescheduled";
}

function quote(name: string): string {
  return name.replaceAll("`", "'");
}

function shorten(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `… and ${lines.length - most + 1} more.`];
}
