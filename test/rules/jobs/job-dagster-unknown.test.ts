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
    expect(await ask("alone", { context: [loose] })).toEqual({ told: [], open: [] });
    expect((await ask("alone", { context: [cohortLocation, loose] })).open).toEqual([
      "Which one the code location `study` is, only the node knows: dags/loose.py has the job `alone`, dags/study.py has none of that name.",
    ]);
  });

  test("comes from another file", async () => {
    const jobs = { path: "dags/jobs.py", text: "import dagster as dg\n\nweekly = dg.define_asset_job('weekly')\n" };
    const text = "import dagster as dg\nfrom dags.jobs import weekly\n\ndefs = dg.Definitions(jobs=[weekly])\n";
    const context = [jobs, { path: "dags/definitions.py", text }];
    expect(await ask("weekly", { context })).toEqual({ told: [], open: [] });
    expect((await ask("weekl", { context })).told).toHaveLength(1);
  });

  const other = { path: "dags/other.py", text: cohortLocation.text.replaceAll("cohort_size", "ward_visits") };
  const workspace = (text: string) => ({ path: "workspace.yaml", text: `load_from:\n${text}` });

  test("is in another code location than the one that the repository names", async () => {
    const named = workspace("  - python_file: { relative_path: dags/other.py, location_name: study }\n");
    const context = [cohortLocation, other, named];
    expect(await ask("ward_visits", { context })).toEqual({ told: [], open: [] });
    expect(await ask("cohort_size", { context })).toEqual({
      told: ["3:44 The code location, which is `dags/other.py`, does not have the job `cohort_size`."],
      open: [],
    });
  });

  test("is in a code location that is misspelt", async () => {
    const named = workspace("  - python_file: { relative_path: dags/other.py, location_name: studdy }\n");
    expect(await ask("ward_visits", { context: [other, named] })).toEqual({
      told: ["3:32 The repository names no code location `study`. Did you mean `studdy`?"],
      open: [],
    });
    const far = workspace("  - python_file: { relative_path: dags/other.py, location_name: wards_and_visits }\n");
    expect((await ask("ward_visits", { context: [other, far] })).told).toEqual([]);
    expect((await ask("cohort_size", { context: [cohortLocation, other, named] })).told).toEqual([]);
  });

  test("is looked for in the named code location alone, whatever is not known of others", async () => {
    const named = workspace(
      "  - python_module: { module_name: study, working_directory: dags, location_name: study }\n",
    );
    const unclear = {
      path: "dags/open.py",
      text: "import os, dagster as dg\ndefs = dg.Definitions(jobs=[*os.environ])\n",
    };
    expect((await ask("any", { context: [cohortLocation, unclear, named] })).told).toHaveLength(1);
    const swapped = workspace("  - python_file: { relative_path: dags/open.py, location_name: study }\n");
    expect((await ask("any", { context: [cohortLocation, unclear, swapped] })).open).toEqual([
      "Whether a job `any` exists cannot be known before deploy: in dags/open.py, `jobs` is not all known.",
    ]);
  });

  test("is in a folder that Dagster loads by itself, whatever its package says", async () => {
    const settings = '[tool.dg.project]\nroot_module = "cohorts"\ncode_location_name = "study"\nautoload_defs = true\n';
    const weekly = "import dagster as dg\n\nweekly = dg.define_asset_job('weekly')\n";
    const context = [
      { path: "dags/pyproject.toml", text: settings },
      { path: "dags/cohorts/defs/__init__.py", text: "" },
      { path: "dags/cohorts/defs/of_weeks/jobs.py", text: weekly },
    ];
    expect(await ask("weekly", { context })).toEqual({ told: [], open: [] });
    expect((await ask("monthly", { context })).told).toEqual([
      "3:44 The code location, which is `dags/cohorts/defs/__init__.py`, does not have the job `monthly`.",
    ]);
    const plain = context.map((file) => ({ ...file, text: file.text.replace("true", "false") }));
    expect((await ask("weekly", { context: plain })).told).toEqual([]);
  });

  test("cannot be told of a file that is loose, and of which not all is known", async () => {
    const text = "import os\nfrom dagster import job\n\n@job(name=os.environ['JOB'])\ndef alone(): ...\n";
    const loose = { path: "dags/loose.py", text };
    const named = workspace("  - python_file: { relative_path: dags/loose.py, location_name: study }\n");
    expect((await ask("other", { context: [loose, cohortLocation, named] })).open).toEqual([
      "Whether a job `other` exists cannot be known before deploy: in dags/loose.py, a name is not constant.",
    ]);
  });

  test("is in a code location that has another name on the node", async () => {
    const context = [{ ...cohortLocation, path: "dags/first.py" }, other];
    expect(await ask("cohort_size", { context })).toEqual({
      told: [],
      open: [
        "Which one the code location `study` is, only the node knows: dags/first.py has the job `cohort_size`, dags/other.py has none of that name.",
      ],
    });
    expect((await ask("nowhere", { context })).told).toHaveLength(1);
    expect(await ask("cohort_size", { context: [{ ...cohortLocation, path: "dags/first.py" }] })).toEqual({
      told: [],
      open: [],
    });
  });

  test("is in a code location that has the name of its project", async () => {
    const at = (project: string, text: string) => ({ path: `dags/${project}/src/${project}/definitions.py`, text });
    const project = { path: "dags/study/pyproject.toml", text: '[tool.dg.project]\nroot_module = "study"\n' };
    const context = [at("study", other.text), at("cohort", cohortLocation.text), project];
    expect((await ask("cohort_size", { context })).told).toHaveLength(1);
    expect(await ask("ward_visits", { context })).toEqual({ told: [], open: [] });
  });

  test("cannot be told where what the repository names is not there", async () => {
    const named = workspace("  - python_file: { relative_path: gone.py, location_name: study }\n");
    expect(await ask("cohort_size", { context: [cohortLocation, named] })).toEqual({
      told: [],
      open: [
        "Whether a job `cohort_size` exists cannot be known before deploy: what the code location `study` has, which workspace.yaml names, was not found.",
      ],
    });
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
