import { quoteName } from "../../formats/did-you-mean.ts";
import type { Requirement } from "../../formats/requirements-entry.ts";
import { defineRule } from "../define-rule.ts";
import { appliesOnNode } from "./applies-on-node.ts";
import { allows } from "./compare-specifiers.ts";

export const requirementAgainstNode = defineRule<{ requirement: Requirement; installed: string }>({
  id: "DEP-008",
  name: "requirement-against-node",
  severity: "warning",
  confidence: "medium",
  about: "requirements",
  reach: "file",
  summary: "A package is asked for in a version that is not the node's.",
  why: "The code was written for another version than the one that it will meet on the node, or the node's environment would have to change for all who share it. The versions are compared as PEP 440 says; the node's are those of its inventory. Extras, groups for development and entries whose environment marker need not hold on the node are left alone.",
  message: ({ requirement: { name, specifier }, installed }) =>
    `${quoteName(`${name}${specifier}`)} is asked for; the node has ${quoteName(installed)}.`,
  remedy: ({ installed }) =>
    `Ask for what the node has (\`==${installed}\`), or have the node's environment changed first and its inventory written again.`,
  bad: {
    path: "dags/example.py",
    text: `
      """Counts of the cohort.

      Dependencies:
          - pyarrow==15.0.2
      """

      import pyarrow
      from airflow.sdk import DAG, task

      @task
      def show():
          print(pyarrow)

      with DAG("example"):
          show()
    `,
    facts: { node: {}, inventory: { packages: { pyarrow: "20.0.0" }, modules: { pyarrow: ["pyarrow"] } } },
  },
  good: {
    path: "dags/example.py",
    text: `
      """Counts of the cohort.

      Dependencies:
          - pyarrow==20.0.0
      """

      import pyarrow
      from airflow.sdk import DAG, task

      @task
      def show():
          print(pyarrow)

      with DAG("example"):
          show()
    `,
    facts: { node: {}, inventory: { packages: { pyarrow: "20.0.0" }, modules: { pyarrow: ["pyarrow"] } } },
  },
  check(subject, report) {
    const { dependencies, inventory } = subject;
    if (inventory === null) return;
    for (const { form, requirements } of dependencies) {
      const isOfFile = form === "script" || form === "docstring";
      for (const requirement of requirements) {
        const { key, specifier, group } = requirement;
        const installed = Object.hasOwn(inventory.packages, key) ? inventory.packages[key] : undefined;
        if (installed === undefined || group !== null || allows(specifier, installed)) continue;
        if (appliesOnNode(requirement, subject) !== true) continue;
        report(requirement.span, { requirement, installed }, isOfFile ? "high" : "medium");
      }
    }
  },
});
