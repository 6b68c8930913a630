import type { DeclaredOutput } from "../../domain/run.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { cohortDag, jobExample } from "./job-example.ts";

export const jobOutputKind = defineRule<{ path: string; why: string; isTable: boolean }>({
  id: "JOB-015",
  name: "job-output-kind",
  severity: "warning",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "The kind of an output does not fit its name or its limits.",
  why: "A `table` is collected only when it is comma-separated text, and `max_rows` limits tables alone. A request that says otherwise is found out after the run.",
  message: ({ path, why }) => `The output ${quoteName(path)} ${why}.`,
  remedy: ({ isTable }) =>
    isTable
      ? "Write it as CSV and name it so, such as `counts.csv`, or give it the kind that it has."
      : "Remove `max_rows`, or give it the kind `table`.",
  bad: {
    path: "jobs/example.yml",
    text: jobExample({ outputs: "[{ path: counts.xlsx, kind: table }]" }),
    context: [cohortDag],
  },
  good: {
    path: "jobs/example.yml",
    text: jobExample({ outputs: "[{ path: counts.csv, kind: table, max_rows: 500 }]" }),
    context: [cohortDag],
  },
  check({ job }, report) {
    if (job === null || !("job" in job)) return;
    for (const [index, output] of job.job.outputs.entries()) {
      const why = objectTo(output);
      if (why === null) continue;
      const isTable = output.kind === "table";
      report(job.document.spanOf(["outputs", index, isTable ? "path" : "max_rows"]), {
        path: output.path,
        why,
        isTable,
      });
    }
  },
});

function objectTo({ path, kind, maxRows }: DeclaredOutput): string | null {
  if (kind !== "table") return maxRows === null ? null : `has \`max_rows\`, and is no table`;
  return /\.(?:xlsx?|ods|parquet|feather|arrow|json|jsonl|ndjson|tsv|sqlite3?|db|dta|sav|rds|pdf|png|svg|html?)$/i.test(
    path,
  )
    ? "is a table, and its name is not that of comma-separated text"
    : null;
}
