import { z } from "zod";
import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";

const options = z.strictObject({
  modules: z
    .array(
      z
        .string()
        .min(1)
        .max(200)
        .regex(/^[\w.]+$/, "A module is written as `sklearn` or `google.cloud.bigquery`."),
    )
    .max(1000)
    .default([
      "catboost",
      "cv2",
      "dask",
      "fastai",
      "geopandas",
      "jax",
      "keras",
      "lightgbm",
      "matplotlib",
      "nltk",
      "numba",
      "numpy",
      "pandas",
      "plotly",
      "polars",
      "pyspark",
      "scipy",
      "seaborn",
      "sklearn",
      "spacy",
      "statsmodels",
      "tensorflow",
      "torch",
      "transformers",
      "xgboost",
    ])
    .describe("Modules that take long to import; what is below them counts as well."),
});

export const heavyImport = defineRule<{ module: string }, typeof options>({
  id: "DAG-020",
  name: "heavy-import",
  severity: "info",
  confidence: "medium",
  about: "python",
  reach: "line",
  summary: "A file with DAGs imports at module level what takes long to import.",
  why: "Airflow imports the file again and again, by default each 30 seconds, and before each task: its documentation asks for such imports to be in the tasks that use them. Imports for type checkers only, and those in a `try` or an `if`, are left alone.",
  message: ({ module }) =>
    `${quoteName(module)} takes long to import, and is imported each time Airflow parses this file.`,
  remedy: () => "Import it in the task that uses it.",
  options,
  bad: `
    import pandas
    from airflow.sdk import dag, task

    @dag(schedule=None)
    def nightly():
        @task
        def load():
            return len(pandas.read_csv("s3://patients/people.csv"))

        load()

    nightly()
  `,
  good: `
    from airflow.sdk import dag, task

    @dag(schedule=None)
    def nightly():
        @task
        def load():
            import pandas

            return len(pandas.read_csv("s3://patients/people.csv"))

        load()

    nightly()
  `,
  check({ module, imports }, report, { modules }) {
    if (module === null || module.dags.length === 0) return;
    const heavy = new Set(modules);
    const told = new Set<string>();
    for (const one of imports) {
      if (one.level > 0 || one.place !== "module" || one.isGuarded) continue;
      const steps = one.module.split(".");
      const found = steps.map((_, index) => steps.slice(0, index + 1).join(".")).find((name) => heavy.has(name));
      if (found === undefined || told.has(found)) continue;
      told.add(found);
      report(one.span, { module: found });
    }
  },
});
