import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { judgeImport, topOf } from "./judge-import.ts";
import { type MissingModule, providedOptions, shownPackage } from "./missing-module.ts";
import { triedImports } from "./tried-imports.ts";

const inventory = { modules: { airflow: ["apache-airflow-core"], "airflow.sdk": ["apache-airflow-task-sdk"] } };

export const importMissingLater = defineRule<MissingModule, typeof providedOptions>({
  id: "DEP-002",
  name: "import-missing-later",
  severity: "warning",
  confidence: "medium",
  about: "python",
  reach: "line",
  summary: "A task, or a file beside the DAGs, imports what the node does not have and nothing declares.",
  why: "The DAG is loaded, and its task fails when it runs. It is a warning, since a task can run in an image of its own, and a file beside the DAGs can be meant for another program. Tasks that say that they have an environment of their own (`@task.virtualenv`, `@task.docker` and the like) are left alone.",
  message: ({ lacking }) => `The node has no ${quoteName(lacking)}, and nothing in the repository declares it.`,
  remedy: shownPackage,
  options: providedOptions,
  bad: {
    path: "dags/example.py",
    text: `
      from airflow.sdk import dag, task


      @dag
      def example():
          @task
          def count():
              import polars

              return polars.read_csv("counts.csv").height

          count()


      example()
    `,
    facts: { node: {}, inventory },
  },
  good: {
    path: "dags/example.py",
    text: `
      from airflow.sdk import dag, task


      @dag
      def example():
          @task.virtualenv(requirements=["polars==1.9.0"])
          def count():
              import polars

              return polars.read_csv("counts.csv").height

          count()


      example()
    `,
    facts: { node: {}, inventory },
  },
  check(subject, report, { provided }) {
    for (const one of triedImports(subject, "later")) {
      const judged = judgeImport(subject, one);
      if (judged.state !== "missing" || provided.includes(topOf(judged.lacking))) continue;
      report(one.span, { lacking: judged.lacking });
    }
  },
});
