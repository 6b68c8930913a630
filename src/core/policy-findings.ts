import type { FileProblem } from "../domain/file-problem.ts";
import type { Finding } from "../domain/finding.ts";

/** What is wrong with a policy that a change brings, as findings on its lines: once merged it would approve nothing. */
export function policyFindings(problems: readonly FileProblem[]): readonly Finding[] {
  return problems.map(({ path, line, column, message }) => ({
    rule: "POL-001",
    name: "policy-invalid",
    severity: "error",
    confidence: "high",
    message,
    remedy: "Mend the policy before it is merged: one that cannot be read approves nothing.",
    path,
    span: { start: { line, column }, end: { line, column: column + 1 } },
    isNew: true,
  }));
}
