import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { workflowIn } from "../../python/dag-discovery.ts";
import { defineRule } from "../define-rule.ts";

export const dagUnseen = defineRule<{ path: string; what: string }>({
  id: "DAG-031",
  name: "dag-unseen",
  severity: "warning",
  confidence: "medium",
  about: "text",
  reach: "file",
  summary: "A file looks like a DAG, and stands where none is looked for.",
  why: "Airflow loads each Python file below its folder that mentions `airflow` and `dag`, wherever in the repository it stands, unless an `.airflowignore` names it; Dagster loads the code locations that it is told of. Only files that the policy's `kinds` call `dag`, by default those in `dags/` and `plugins/`, are looked at as such, and are asked approvals for as such; a kind of another name, such as `docs`, keeps neither program from loading them. Of other files little is looked for but credentials, and harm that Python code does.",
  message: ({ path, what }) => `${quoteName(path)} looks like ${what}, and no rule for one looks at it.`,
  remedy: () =>
    "Move it to where the policy's `kinds` say that DAGs are, by default `dags/`, or give the kind `dag` there a glob that it matches; what Airflow is not to load, name in an `.airflowignore`.",
  bad: {
    path: "flows/nightly.py",
    text: `
      from airflow.sdk import DAG

      with DAG("nightly"):
          ...
    `,
  },
  good: {
    path: "dags/nightly.py",
    text: `
      from airflow.providers.standard.operators.bash import BashOperator
      from airflow.sdk import DAG

      with DAG("nightly"):
          BashOperator(task_id="count", bash_command="wc -l data.csv")
    `,
  },
  check({ path, kind, text, isIgnored }, report) {
    if (kind === "dag" || isIgnored || !path.endsWith(".py")) return;
    const found = workflowIn(text);
    if (found === "dag") report(startOfFile, { path, what: "a DAG" });
    if (found === "code-location" && !testsOrDocs.test(path))
      report(startOfFile, { path, what: "a code location of Dagster" });
  },
});

/** Dagster loads none of these by itself. */
const testsOrDocs = /(?:^|\/)(?:tests?|docs)\//;
