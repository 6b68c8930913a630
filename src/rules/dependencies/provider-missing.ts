import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { judgeImport } from "./judge-import.ts";
import type { MissingModule } from "./missing-module.ts";
import { packageOfProvider } from "./package-of-provider.ts";
import { triedImports } from "./tried-imports.ts";

const modules = { airflow: ["apache-airflow-core"], "airflow.sdk": ["apache-airflow-task-sdk"] };

export const providerMissing = defineRule<MissingModule>({
  id: "DEP-004",
  name: "provider-missing",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "An Airflow provider is imported that the node does not have.",
  why: "Operators, hooks and sensors come in provider packages, which are installed beside Airflow. Without the package the file cannot be loaded and its DAGs vanish. In Airflow 3 also the operators for Bash and Python are in one: `apache-airflow-providers-standard`.",
  message: ({ lacking }) => `The node has no provider with ${quoteName(lacking)}.`,
  remedy: ({ lacking }) =>
    `Have ${quoteName(packageOfProvider(lacking))} installed on the node, and run \`countersign inventory\` there again.`,
  bad: {
    path: "dags/example.py",
    text: `
      from airflow.providers.http.operators.http import HttpOperator
      from airflow.sdk import DAG

      with DAG("example"):
          HttpOperator(task_id="ask", endpoint="/")
    `,
    facts: { node: {}, inventory: { modules } },
  },
  good: {
    path: "dags/example.py",
    text: `
      from airflow.providers.http.operators.http import HttpOperator
      from airflow.sdk import DAG

      with DAG("example"):
          HttpOperator(task_id="ask", endpoint="/")
    `,
    facts: {
      node: {},
      inventory: { modules: { ...modules, "airflow.providers.http": ["apache-airflow-providers-http"] } },
    },
  },
  check(subject, report) {
    for (const one of triedImports(subject, "load")) {
      const judged = judgeImport(subject, one);
      if (judged.state === "missing" && judged.what === "provider") report(one.span, { lacking: judged.lacking });
    }
  },
});
