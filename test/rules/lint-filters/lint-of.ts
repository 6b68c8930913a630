import type { KnownFacts } from "../../../src/analysis/inspector.ts";
import type { Policy } from "../../../src/domain/policy.ts";
import { inspectTexts } from "../../analysis/inspect-texts.ts";

interface LintOptions {
  readonly path?: string;
  readonly known?: KnownFacts;
  readonly severities?: Policy["rules"];
}

/** What ruff is heard to say of one DAG file, of some codes: `CODE line`. */
export async function lintOf(
  codes: readonly string[],
  text: string,
  { path = "dags/a.py", known = {}, severities = {} }: LintOptions = {},
): Promise<readonly string[]> {
  const { findings, unread } = await inspectTexts({ files: [{ path, kind: "dag", text }], known, severities });
  if (unread.length > 0 || findings.some(({ rule }) => rule === "SYN-001"))
    throw new Error(JSON.stringify([unread, findings]));
  return findings.filter(({ rule }) => codes.includes(rule)).map(({ rule, span }) => `${rule} ${span.start.line}`);
}
