import { didYouMean, findNearest, quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import type { FileSubject } from "../subject.ts";
import { findRequestedJob, type RequestedJob } from "./dagster-job.ts";
import { cohortLocation, jobExample } from "./job-example.ts";

interface Missing {
  readonly what: "job" | "location";
  readonly name: string;
  /** The file of the one code location that is meant; `null`: none of the repository's has it. */
  readonly path: string | null;
  readonly known: readonly string[];
}

export const jobDagsterUnknown = defineRule<Missing>({
  id: "JOB-020",
  name: "job-dagster-unknown",
  severity: "error",
  confidence: "medium",
  about: "job",
  reach: "file",
  summary: "A job request names a job of Dagster that its code location does not have, or misspells the code location.",
  why: "A run that is approved for a job that is not there can never start, and a job of that name that comes later would be run under an approval that was given without it.",
  message: ({ what, name, path, known }) => {
    if (what === "location")
      return `The repository names no code location ${quoteName(name)}.${didYouMean(name, known)}`;
    return path === null
      ? `No code location of this repository has the job ${quoteName(name)}.${didYouMean(name, known)}`
      : `The code location, which is ${quoteName(path)}, does not have the job ${quoteName(name)}.${didYouMean(name, known)}`;
  },
  remedy: ({ what }) =>
    what === "location"
      ? "Name the code location as `workspace.yaml` or `pyproject.toml` does."
      : "Name a job that is on the branch, in its own code location, or add the job to the `Definitions` in this change.",
  bad: {
    path: "jobs/example.yml",
    text: jobExample({ engine: "{ dagster: { location: study, job: cohrot_size } }" }),
    context: [cohortLocation],
  },
  good: {
    path: "jobs/example.yml",
    text: jobExample({ engine: "{ dagster: { location: study, job: cohort_size } }" }),
    context: [cohortLocation],
  },
  check(subject, report) {
    const wanted = findRequestedJob(subject);
    if (wanted === null) return;
    const { name, location, document, found, meant } = wanted;
    const names = namesElsewhere(wanted, subject);
    if (findNearest(location, names) !== null) {
      const place = document.spanOf(["engine", "dagster", "location"]);
      report(place, { what: "location", name: location, path: null, known: names });
      return;
    }
    const doubt = doubtOf(wanted, subject);
    if (doubt !== null) report.indeterminate(doubt);
    if (doubt !== null || found.length > 0) return;
    const [only] = meant.how === "said" ? (meant.files ?? []) : [];
    report(document.spanOf(["engine", "dagster", "job"]), {
      what: "job",
      name,
      path: only?.path ?? null,
      known: only?.jobs ?? subject.catalogue.listJobs(),
    });
  },
});

/** By which names the repository knows all code locations that have the job, where it knows none of the one that is asked for. */
function namesElsewhere({ meant, found }: RequestedJob, { locations }: FileSubject): readonly string[] {
  if (meant.how !== "any" || found.length === 0) return [];
  const named = locations ?? [];
  const isNamed = found.every(({ path }) => named.some(({ files }) => files.includes(path)));
  return isNamed ? named.flatMap(({ names }) => names) : [];
}

/** Why it cannot be said whether the code location has the job; `null` where it can. */
function doubtOf({ name, location, meant, found, elsewhere }: RequestedJob, { catalogue }: FileSubject): string | null {
  const cannot = `Whether a job ${quoteName(name)} exists cannot be known before deploy`;
  const called = `the code location ${quoteName(location)}`;
  if (meant.files === null) return `${cannot}: what ${called} has, which ${meant.declaredIn} names, was not found.`;
  if (meant.how === "said") {
    const unclear = found.length > 0 ? undefined : meant.files.find((one) => one.unclear !== null);
    return unclear === undefined ? null : `${cannot}: in ${unclear.path}, ${unclear.unclear}.`;
  }
  const others = meant.files.filter(({ path }) => found.every((job) => job.path !== path));
  const [job, other] = [found[0] ?? elsewhere[0], others[0]];
  if (job !== undefined && other !== undefined && (meant.how === "any" || found.length === 0))
    return `Which one ${called} is, only the node knows: ${job.path} has the job ${quoteName(name)}, ${other.path} has none of that name.`;
  if (found.length > 0 || catalogue.jobs.certainty === "exact") return null;
  return `${cannot}: ${catalogue.jobs.reason ?? "not all jobs are written out"}.`;
}
