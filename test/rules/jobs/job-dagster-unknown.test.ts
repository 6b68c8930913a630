import { describe, expect, test } from "vitest";
import { cohortLocation as example, jobExample } from "../../../src/rules/jobs/job-example.ts";
import type { TextsToInspect } from "../../analysis/inspect-texts.ts";
import { toldOfJob } from "./inspect-jobs.ts";

const cohortLocation = { ...example, text: example.text.replaceAll(/^ {4}/gm, "") };

const ask = (job: string, more: Partial<TextsToInspect> = { context: [cohortLocation] }) =>
  toldOfJob("JOB-020", jobExample({ engine: `{ dagster: { location: study, job: ${job} } }` }), more);

const open = async (job: string, text: string) => ask(job, { context: [{ path: "dags/study.py", text }] });

describe("a job of Dagster that a request names", () => {
  test("is in the code location", async () => {
    expect(await ask("cohort_size")).toEqual({ told: [], open: [] });
  });

  test("is in none", async () => {
    expect(await ask("cohrot_size")).toEqual({
      told: ["3:44 No code location of this repository has the job `cohrot_size`. Did you mean `cohort_size`?"],
      open: [],
    });
  });

  test("is bound to a name, but not in the `Definitions`", async () => {
    const text = `${cohortLocation.text}\n@dg.job\ndef loose():\n    count()\n`;
    expect((await ask("loose", { context: [{ ...cohortLocation, text }] })).told).toHaveLength(1);
  });

  test("is in a file of which Dagster may be told", async () => {
    const loose = { path: "dags/loose.py", text: "from dagster import job\n\n@job\ndef alone(): ...\n" };
    expect(await ask("alone", { context: [cohortLocation, loose] })).toEqual({ told: [], open: [] });
  });

  test("comes from another file", async () => {
    const jobs = { path: "dags/jobs.py", text: "import dagster as dg\n\nweekly = dg.define_asset_job('weekly')\n" };
    const text = "import dagster as dg\nfrom dags.jobs import weekly\n\ndefs = dg.Definitions(jobs=[weekly])\n";
    const context = [jobs, { path: "dags/definitions.py", text }];
    expect(await ask("weekly", { context })).toEqual({ told: [], open: [] });
    expect((await ask("weekl", { context })).told).toHaveLength(1);
  });

  test("cannot be told where not all jobs are known", async () => {
    const unclear =
      "import os, dagster as dg\nfrom helpers import jobs_of\ndefs = dg.Definitions(jobs=jobs_of(os.environ))\n";
    expect(await open("any", unclear)).toEqual({
      told: [],
      open: ["Whether a job `any` exists cannot be known before deploy: in dags/study.py, `jobs` is not all known."],
    });
    const folder =
      "from dagster import definitions, load_from_defs_folder\n\n@definitions\ndef defs():\n    return load_from_defs_folder(path_within_project=None)\n";
    expect((await open("any", folder)).open).toHaveLength(1);
  });

  test("cannot be told where there is no code location", async () => {
    expect(await ask("any", { context: [] })).toEqual({
      told: [],
      open: [expect.stringContaining("no DAG file of the repository was given")],
    });
  });
});
