import { defineRule } from "../define-rule.ts";

const whole =
  "Write it as the message says; all that the file must have is `node: london` and `controllers: [{ github: { login: ben, id: 123 } }]`.";

export const nodeFile = defineRule<{ said: string; remedy: string | undefined }>({
  id: "ENV-005",
  name: "node-file",
  severity: "error",
  confidence: "high",
  about: "node",
  reach: "file",
  summary: "The node's own file, `countersign.node.yml`, cannot be used.",
  why: "It names the node's controllers, targets and repositories. With one that cannot be read the service does not start, and nothing is approved or deployed.",
  message: ({ said }) => (/[.?]$/.test(said) ? said : `${said}.`),
  remedy: ({ remedy = whole }) => remedy,
  bad: `
    node: london
    controllers:
      - github: { login: ben, id: 2 }
    repositorys: []
  `,
  good: `
    node: london
    controllers:
      - github: { login: ben, id: 2 }
  `,
  check({ nodeFile: file, text }, report) {
    if (file === null || file.problems.length === 0) return;
    const lines = text.split("\n");
    for (const { line, column, message, remedy } of file.problems) {
      const end = Math.max((lines[line - 1]?.trimEnd().length ?? 0) + 1, column + 1);
      report({ start: { line, column }, end: { line, column: end } }, { said: message, remedy });
    }
  },
});
