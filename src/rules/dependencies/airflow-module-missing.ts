import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { goneInAirflow3 } from "./gone-in-airflow-3.ts";
import { judgeImport } from "./judge-import.ts";
import { triedImports } from "./tried-imports.ts";

interface Data {
  readonly lacking: string;
  readonly version: string;
  /** What ruff says is there instead. */
  readonly instead?: string;
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
  summary: "A module or name of Airflow is imported that the node's version of Airflow does not have.",
  why: "Airflow 3 brought `airflow.sdk`, and took others away. A file that imports what the node's version lacks cannot be loaded, and its DAGs vanish. Which names Airflow 3 took out of modules, ruff knows (AIR301, AIR302): where the node has Airflow 3 and the file imports them at its top, they are told here.",
  message: ({ lacking, version }) => `The node's Airflow ${version} has no ${quoteName(lacking)}.`,
  remedy: ({ version, instead }) =>
    instead ?? `Import it as Airflow ${version} has it, or wait until the node has the other version.`,
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
    for (const { import: one, name, problem } of goneInAirflow3(subject)) {
      if (judgeImport(subject, one).state !== "there") continue;
      report(one.span, {
        lacking: name,
        version,
        ...(problem.instead === undefined ? {} : { instead: problem.instead }),
      });
    }
  },
});
