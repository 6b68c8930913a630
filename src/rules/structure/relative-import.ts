import { defineRule } from "../define-rule.ts";

export const relativeImport = defineRule<Record<never, never>>({
  id: "DAG-024",
  name: "relative-import",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A file that makes DAGs imports from its own package by dots.",
  why: "Airflow loads each DAG file by its path, outside of any package: `from .helper import x` raises an ImportError, and none of the file's DAGs is there. In modules that DAG files import it works. The directory of DAGs stands on Python's path, so that the full name does.",
  message: () => "Airflow loads this file outside of any package, where an import by dots raises an ImportError.",
  remedy: () => "Name the module in full, from the directory of DAGs on.",
  bad: {
    path: "dags/acme/example.py",
    text: `
      from airflow.providers.standard.operators.bash import BashOperator
      from airflow.sdk import DAG

      from .commands import count

      with DAG("nightly", schedule=None):
          BashOperator(task_id="count", bash_command=count)
    `,
    context: [{ path: "dags/acme/commands.py", text: 'count = "wc -l data.csv"' }],
  },
  good: {
    path: "dags/acme/example.py",
    text: `
      from airflow.providers.standard.operators.bash import BashOperator
      from airflow.sdk import DAG

      from acme.commands import count

      with DAG("nightly", schedule=None):
          BashOperator(task_id="count", bash_command=count)
    `,
    context: [{ path: "dags/acme/commands.py", text: 'count = "wc -l data.csv"' }],
  },
  check({ module, code, text, path }, report) {
    const failure = module?.failures.find(
      ({ message, definedIn }) => definedIn === null && /^attempted rel/.test(message),
    );
    if (failure === undefined || /(?:^|\/)plugins\//.test(path)) return;
    const makesDag = code?.calls.some(
      ({ placement, paths }) => placement === "module" && paths.some((one) => /^airflow\b.*\.(?:DAG|dag)$/.test(one)),
    );
    // A module that others import may be such a one by the words in it alone.
    if (makesDag === true || /^@dag\b/m.test(text)) report(failure.span, {});
  },
});
