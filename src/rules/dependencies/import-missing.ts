import { listNames, quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import type { FileSubject } from "../subject.ts";
import { type ImportJudgement, judgeImport, topOf } from "./judge-import.ts";
import { type MissingModule, providedOptions, shownPackage } from "./missing-module.ts";
import { triedImports } from "./tried-imports.ts";

export const importMissing = defineRule<MissingModule, typeof providedOptions>({
  id: "DEP-001",
  name: "import-missing",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A file that the node loads imports what the node does not have and nothing declares.",
  why: "The file cannot be loaded: its DAGs vanish, with an import error in their place. Each import is held against the standard library of the node's Python, the repository's own modules, the node's inventory, and what is declared: in requirements files, `pyproject.toml`, the file's script block (PEP 723) or a `Dependencies:` block in its docstring. Imports in `try` with `except ImportError`, in an `if`, for type checkers only, and in tasks with an environment of their own are left alone. Without an inventory it is said once for a file what cannot be known.",
  message: ({ lacking }) => `The node has no ${quoteName(lacking)}, and nothing in the repository declares it.`,
  remedy: shownPackage,
  options: providedOptions,
  bad: {
    path: "dags/example.py",
    text: `
      import pyarrow
      from airflow.sdk import DAG, task

      @task
      def show():
          print(pyarrow)

      with DAG("example"):
          show()
    `,
    facts: {
      node: {},
      inventory: { modules: { "airflow.sdk": ["apache-airflow-task-sdk"], airflow: ["apache-airflow-core"] } },
    },
  },
  good: {
    path: "dags/example.py",
    text: `
      import pyarrow
      from airflow.sdk import DAG, task

      @task
      def show():
          print(pyarrow)

      with DAG("example"):
          show()
    `,
    facts: {
      node: {},
      inventory: {
        packages: { pyarrow: "20.0.0" },
        modules: { "airflow.sdk": ["apache-airflow-task-sdk"], airflow: ["apache-airflow-core"], pyarrow: ["pyarrow"] },
      },
    },
  },
  check(subject, report, { provided }) {
    const isGiven = (module: string): boolean => provided.includes(topOf(module));
    for (const one of triedImports(subject, "load")) {
      const judged = judgeImport(subject, one);
      if (judged.state === "missing" && judged.what === "package" && !isGiven(judged.lacking)) {
        report(one.span, { lacking: judged.lacking });
      }
    }
    const open = listOpen(subject).filter(({ lacking }) => !isGiven(lacking));
    const first = open[0];
    if (first === undefined) return;
    const names = [...new Set(open.map(({ lacking }) => topOf(lacking)))].sort();
    report.indeterminate(`whether ${listNames(names, 8)} can be imported on the node cannot be known: ${first.reason}`);
  },
});

type Open = Extract<ImportJudgement, { state: "open" }>;

/** What cannot be known, where there is anything that the imports could be held against. */
function listOpen(subject: FileSubject): readonly Open[] {
  const { node, inventory, declared, dependencies } = subject;
  const nothing = node === null && inventory === null && dependencies.length === 0 && (declared ?? []).length === 0;
  if (nothing) return [];
  return [...triedImports(subject, "load"), ...triedImports(subject, "later")].flatMap((one) => {
    const judged = judgeImport(subject, one);
    return judged.state === "open" ? [judged] : [];
  });
}
