import { defineRule } from "../define-rule.ts";

export const pythonSyntax = defineRule<{ said: string; python: string }>({
  id: "SYN-001",
  name: "python-syntax",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A Python file has a syntax error for the node's Python version.",
  why: "Airflow cannot import such a file: its DAGs disappear from the node, and an import error takes their place. The node's Python decides, not the author's: a `type` statement is good from 3.12 on only.",
  message: ({ said, python }) => `Python ${python} cannot parse this: ${said}.`,
  remedy: ({ python }) =>
    `Write it as Python ${python} takes it; \`python${python} -m py_compile FILE\` shows the same on your machine.`,
  bad: `
    def extract(:
        return 1
  `,
  good: `
    def extract():
        return 1
  `,
  check({ syntax, python }, report) {
    for (const problem of syntax) report(problem.span, { said: problem.message, python });
  },
});
