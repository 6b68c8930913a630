import { didYouMean, quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { goneInAirflow3 } from "./gone-in-airflow-3.ts";
import { findInvented } from "./invented-module.ts";
import { judgeImport } from "./judge-import.ts";
import { triedImports } from "./tried-imports.ts";

interface Data {
  readonly lacking: string;
  /** `null`: no version has it. */
  readonly version: string | null;
  /** What ruff says is there instead. */
  readonly instead?: string;
  /** What else may be meant, as a sentence. */
  readonly hint?: string;
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
  why: "Airflow 3 brought `airflow.sdk`, and took others away. A file that imports what the node's version lacks cannot be loaded, and its DAGs vanish. Which names Airflow 3 took out of modules, ruff knows (AIR301, AIR302): where the node has Airflow 3 and the file imports them at its top, they are told here. Modules below `airflow.operators`, `airflow.sensors` and `airflow.hooks` that no version has are told without an inventory, too.",
  message: ({ lacking, version, hint = "" }) =>
    version === null
      ? `No version of Airflow has ${quoteName(lacking)}.${hint}`
      : `The node's Airflow ${version} has no ${quoteName(lacking)}.`,
  remedy: ({ version, instead }) =>
    instead ??
    (version === null
      ? "Import it from where it is: a provider's package, or a module of the repository."
      : `Import it as Airflow ${version} has it, or wait until the node has the other version.`),
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
      const invented = judged.state === "there" ? findInvented(one, subject.inventory) : null;
      if (invented === null) continue;
      const hint = didYouMean(invented.name, invented.known);
      report(
        one.span,
        { lacking: invented.module, version: null, hint },
        subject.inventory === null ? "medium" : "high",
      );
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
