import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { judgeImport } from "./judge-import.ts";
import { triedImports } from "./tried-imports.ts";

interface Data {
  readonly lacking: string;
  readonly version: string;
}

const packages = { "apache-airflow": "2.11.2" };
const modules = {
  airflow: ["apache-airflow"],
  "airflow.models": ["apache-airflow"],
  "airflow.decorators": ["apache-airflow"],
};

export const airflowModuleMissing = defineRule<Data>({
  id: "DEP-005",
  name: "airflow-module-missing",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A module of Airflow is imported that the node's version of Airflow does not have.",
  why: "Airflow 3 brought `airflow.sdk`, and took others away. A file that imports what the node's version lacks cannot be loaded, and its DAGs vanish. What only moved within a module that is still there is told by ruff's rules (AIR301 and following).",
  message: ({ lacking, version }) => `The node's Airflow ${version} has no ${quoteName(lacking)}.`,
  remedy: ({ version }) => `Import it as Airflow ${version} has it, or wait until the node has the other version.`,
  bad: {
    path: "dags/example.py",
    text: `
      from airflow.sdk import DAG

      def nightly(name):
          return DAG(name)
    `,
    facts: { node: {}, inventory: { packages, modules } },
  },
  good: {
    path: "dags/example.py",
    text: `
      from airflow.models import DAG

      def nightly(name):
          return DAG(name)
    `,
    facts: { node: {}, inventory: { packages, modules } },
  },
  check(subject, report) {
    const installed = subject.inventory?.packages ?? {};
    const version = installed["apache-airflow"] ?? installed["apache-airflow-core"] ?? "(of unknown version)";
    for (const one of triedImports(subject, "load")) {
      const judged = judgeImport(subject, one);
      if (judged.state === "missing" && judged.what === "airflow")
        report(one.span, { lacking: judged.lacking, version });
    }
  },
});
