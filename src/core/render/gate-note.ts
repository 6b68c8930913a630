import type { GateVerdict } from "../../domain/gate.ts";
import type { RepositoryRef } from "../../domain/identity.ts";
import { code, plain } from "./markdown.ts";

/** The command that sets up or checks a repository's gate. */
export function setupCommand({ forge, name }: Pick<RepositoryRef, "forge" | "name">): string {
  return `countersign setup ${forge} ${name}`;
}

/** What a change says of its repository's gate: nothing while it is enforced, or nobody knows. Markdown. */
export function gateNote(repository: Pick<RepositoryRef, "forge" | "name">, verdict: GateVerdict | null): string {
  if (verdict === null || verdict.state !== "open") return "";
  const reasons = verdict.reasons.map(plain).join("; ");
  return `⚠️ The gate of this repository is not enforced: ${reasons}. Run ${code(setupCommand(repository))}.`;
}
