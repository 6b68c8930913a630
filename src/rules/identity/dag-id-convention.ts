import { z } from "zod";
import { quoteName } from "../../formats/did-you-mean.ts";
import { fileNameOf } from "../../formats/relative-path.ts";
import { defineRule } from "../define-rule.ts";
import { packageOf } from "./package-of.ts";

const options = z.strictObject({
  pattern: z
    .string()
    .max(200)
    .regex(
      /^(?!.*\{dag\}.*\{dag\})(?:[\p{L}\p{N}_.-]|\{(?:package|dag|file|repository)\})*$/u,
      "A pattern has letters, digits, `_`, `.`, `-`, and `{package}`, `{dag}` (once), `{file}`, `{repository}`.",
    )
    .default("")
    .describe(
      "How each `dag_id` has to look. `{package}` is the folder below `dags` in which the file is (in `dags` itself the repository's name), `{file}` the file's name without `.py`, `{repository}` the repository's name without its owner, `{dag}` anything. Empty: as it likes.",
    ),
});

export const dagIdConvention = defineRule<{ dagId: string; pattern: string }, typeof options>({
  id: "IDN-001",
  name: "dag-id-convention",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A `dag_id` is not as the policy wants it.",
  why: "All repositories of a node share one space of ids. A convention such as `{package}_{dag}` keeps them apart, and shows in Airflow whose DAG it is. The rule says nothing until the policy gives it a `pattern`. Dashes and underscores of folders' and repositories' names count as the same.",
  message: ({ dagId, pattern }) => `The dag_id ${quoteName(dagId)} is not of the form ${quoteName(pattern)}.`,
  remedy: ({ pattern }) => `Rename the DAG to the form ${quoteName(pattern)}.`,
  options,
  bad: {
    path: "dags/acme/example.py",
    text: `
      from airflow.providers.standard.operators.empty import EmptyOperator
      from airflow.sdk import DAG

      with DAG("nightly", schedule=None):
          EmptyOperator(task_id="load")
    `,
    facts: { options: { pattern: "{package}_{dag}" } },
  },
  good: {
    path: "dags/acme/example.py",
    text: `
      from airflow.providers.standard.operators.empty import EmptyOperator
      from airflow.sdk import DAG

      with DAG("acme_nightly", schedule=None):
          EmptyOperator(task_id="load")
    `,
    facts: { options: { pattern: "{package}_{dag}" } },
  },
  check({ module, path, repository }, report, { pattern }) {
    const dags = (module?.dags ?? []).filter(({ definedIn }) => definedIn === null);
    if (pattern === "" || dags.length === 0) return;
    const shown = fillIn(pattern, path, repository);
    if (shown === null) {
      report.indeterminate(`Which dag_id \`${pattern}\` wants is not known: nobody said which repository this is.`);
      return;
    }
    const wanted = toExpression(shown);
    for (const { dagId, idSpan, idText } of dags) {
      if (dagId === null)
        report.indeterminate(
          `Whether the dag_id \`${idText}\` is of the form \`${shown}\` cannot be known before deploy.`,
        );
      else if (!wanted.test(dagId)) report(idSpan, { dagId, pattern: shown });
    }
  },
});

/** The pattern with all but `{dag}` filled in; `null` where the repository's name is wanted and not known. */
function fillIn(pattern: string, path: string, repository: string | null): string | null {
  const name = repository?.split("/").at(-1) ?? null;
  const file = fileNameOf(path).replace(/\.py$/, "");
  const packageName = packageOf(path) ?? name;
  const isUnknown =
    (pattern.includes("{repository}") && name === null) || (pattern.includes("{package}") && packageName === null);
  if (isUnknown) return null;
  const values = new Map([
    ["{package}", packageName],
    ["{file}", file],
    ["{repository}", name],
  ]);
  return pattern.replaceAll(/\{(?:package|file|repository)\}/g, (one) => values.get(one) ?? one);
}

function toExpression(shown: string): RegExp {
  const escaped = shown
    .split("{dag}")
    .map((part) => part.replaceAll(/[^\p{L}\p{N}_-]/gu, "\\$&").replaceAll(/[-_]/g, "[-_]"));
  return new RegExp(`^${escaped.join("[\\p{L}\\p{N}_.-]+")}$`, "u");
}
