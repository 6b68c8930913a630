import type { FileProblem } from "../domain/file-problem.ts";
import type { Finding } from "../domain/finding.ts";

/** What is wrong with a policy that a change brings, as findings on its lines: once merged it would approve nothing. */
export function policyFindings(problems: readonly FileProblem[]): readonly Finding[] {
  return problems.map((problem) => ({
    rule: "POL-001",
    name: "policy-invalid",
    severity: "error",
    confidence: "high",
    remedy: "Mend the policy before it is merged: one that cannot be read approves nothing.",
    ...placeOf(problem),
  }));
}

/** What its author hardly means, of a policy that is good: it holds nothing back. */
export function policyNotes(notes: readonly FileProblem[]): readonly Finding[] {
  return notes.map((note) => ({
    rule: "POL-002",
    name: "policy-hardly-meant",
    severity: "warning",
    confidence: "medium",
    remedy: "Say in the policy what is meant; if it is this, leave it as it is.",
    ...placeOf(note),
  }));
}

function placeOf({ path, line, column, message }: FileProblem): Pick<Finding, "message" | "path" | "span" | "isNew"> {
  return { message, path, span: { start: { line, column }, end: { line, column: column + 1 } }, isNew: true };
}
