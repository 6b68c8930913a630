import { quoteName } from "../../formats/did-you-mean.ts";
import type { LocatedJob } from "../dag-catalogue.ts";
import { defineRule } from "../define-rule.ts";
import { findRequestedJob, isRunConfig, schemaOfFields, schemaOfRun } from "./dagster-job.ts";
import { cohortLocation, jobExample } from "./job-example.ts";

const engine = "{ dagster: { location: study, job: cohort_size } }";

export const jobConfigMismatch = defineRule<{ name: string; must: string; job: string; place: string }>({
  id: "JOB-021",
  name: "job-config-mismatch",
  severity: "error",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "The parameters of a job request do not match the config of its Dagster job.",
  why: "Dagster compares the config of a run with the config classes of the job's ops and assets, and pydantic compares each field with its limits when the op runs. A field that is misspelt, missing or out of its limits fails the run, after it was approved.",
  message: ({ name, must }) => `${name === "" ? "`parameters`" : quoteName(name)} ${must}`,
  remedy: ({ job, place }) => `Give the job ${quoteName(job)} what its config takes, as ${quoteName(place)} says.`,
  bad: {
    path: "jobs/example.yml",
    text: jobExample({ engine, parameters: "{ min_age: -1 }" }),
    context: [cohortLocation],
  },
  good: { path: "jobs/example.yml", text: jobExample({ engine }), context: [cohortLocation] },
  check(subject, report) {
    const wanted = findRequestedJob(subject);
    const [job, ...more] = wanted?.found ?? [];
    if (wanted === null || job === undefined || subject.compileSchema === null) return;
    const { name, request, document, meant, elsewhere } = wanted;
    const others = meant.how === "said" ? more : [...more, ...elsewhere];
    if (others.some((other) => !hasSameConfig(other, job))) {
      report.indeterminate(`Several code locations have a job ${quoteName(name)}, so its config cannot be checked.`);
      return;
    }
    const { parameters } = request;
    const expected = isRunConfig(parameters) ? schemaOfRun(job) : schemaOfFields(job);
    if (expected === null) return;
    if (expected.isOpen)
      report.indeterminate(
        `The config of ${quoteName(name)} is not all written out, so not all parameters are checked.`,
      );
    const compiled = subject.compileSchema(expected.schema);
    if ("objection" in compiled) {
      report.indeterminate(`The config of ${quoteName(name)} cannot be checked: it ${compiled.objection}.`);
      return;
    }
    const place = `${job.definedIn ?? job.path}${job.definedIn === null ? `:${job.span.start.line}` : ""}`;
    for (const { at, isKey, must } of compiled.validate(parameters)) {
      if (isOfEnvironment(parameters, at)) continue;
      report(document.spanOf(["parameters", ...at], isKey ? "key" : "value"), {
        name: at.join("."),
        must,
        job: name,
        place,
      });
    }
  },
});

function hasSameConfig(one: LocatedJob, other: LocatedJob): boolean {
  return JSON.stringify(one.config) === JSON.stringify(other.config) && one.hasOwnConfig === other.hasOwnConfig;
}

/** `{ env: NAME }` stands for the value of a variable, which is known only on the node. */
function isOfEnvironment(parameters: unknown, at: readonly (string | number)[]): boolean {
  let value: unknown = parameters;
  for (const part of at) {
    if (typeof value !== "object" || value === null) return false;
    value = Object.entries(value).find(([key]) => key === String(part))?.[1];
  }
  return typeof value === "object" && value !== null && "env" in value && Object.keys(value).length === 1;
}
