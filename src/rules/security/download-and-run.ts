import { defineRule } from "../define-rule.ts";
import { quoteCode, textsIn } from "./code-values.ts";
import { shellCommands } from "./shell-commands.ts";

/** A pipe, a substitution, and what is kept in a file and then run. */
const forms = [
  /\b(?:curl|wget|aws\s+s3|gsutil|gcloud\s+storage|az\s+storage)\b[^\n;]{0,400}?\|\s*(?:sudo\s+(?:-\w+\s+){0,3})?(?:\/\S{0,40}\/)?(?:(?:ba|da|z|k)?sh\b|(?:python[\d.]*|perl|ruby|node)\s*(?:-\s*)?(?:$|[\n;&|]))/,
  /\b(?:ba|da|z|k)?sh\b\s+(?:-\w+\s+){0,3}["']?(?:\$\(|`)\s*(?:curl|wget)\b/,
  /\b(?:ba|da|z|k)?sh\b\s+(?:-\w+\s+){0,3}<\(\s*(?:curl|wget)\b/,
  /(?:\beval|\bsource|(?:^|[\s;&])\.)\s+["']?(?:\$\(|<\(|`)\s*(?:curl|wget)\b/,
  /\b(?:python[\d.]*|perl|ruby|node)\s+-[ce]\s+["']?(?:\$\(|`)\s*(?:curl|wget)\b/,
  /\b(?:curl|wget)\b[^\n;]{0,400}?\|\s*xargs\s[^\n;|]{0,60}\b(?:ba|da|z|k)?sh\s+-c\s+["']?(?:\{\}|%|\$)/,
  /\b(?:curl|wget)\b[^\n;|]{0,150}?(?:\s-\w{0,8}[oO]\s{0,20}|\s--output[= ]|>\s{0,20})(?<file>[\w./~-]{1,80})(?![\w./~-])[\s\S]{0,200}?[;&\n]\s{0,20}(?:sudo\s{1,20})?(?:(?:ba|da|z|k)?sh|python[\d.]*|perl|source|\.|chmod\s\S{0,9}x\S{0,9})\s{1,20}(?:-\w{1,20}\s{1,20}){0,3}\k<file>(?![\w./-])/,
];

export const downloadAndRun = defineRule<{ command: string }>({
  id: "SEC-011",
  name: "download-and-run",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A shell command runs what it downloads.",
  why: "Whoever answers for that address decides at each run what the worker does, and may answer a reviewer otherwise than a worker.",
  message: ({ command }) => `This runs what it downloads: ${quoteCode(command)}.`,
  remedy: () => "Keep the script in the repository, or build it into the image with a checksum.",
  bad: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("install", schedule=None):
        BashOperator(task_id="install", bash_command="curl -fsSL https://example.org/install.sh | bash -s -- --yes")
  `,
  good: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("fetch", schedule=None):
        BashOperator(task_id="fetch", bash_command="curl -fsSL https://example.org/visits.json | jq .count")
  `,
  check({ code }, report) {
    if (code === null) return;
    for (const { value, span } of shellCommands(code)) {
      for (const text of textsIn(value)) {
        const found = forms.map((form) => form.exec(text)?.[0]).find((match) => match !== undefined);
        if (found === undefined) continue;
        report(span, { command: found });
        break;
      }
    }
  },
});
