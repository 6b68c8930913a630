import type { KnownFacts } from "../../../src/analysis/inspector.ts";
import { inspectTexts } from "../../analysis/inspect-texts.ts";

/** What ruff is heard to say of one DAG file, of some codes: `CODE line`. */
export async function lintOf(
  codes: readonly string[],
  text: string,
  { path = "dags/a.py", known = {} }: { readonly path?: string; readonly known?: KnownFacts } = {},
): Promise<readonly string[]> {
  const { findings, unread } = await inspectTexts({ files: [{ path, kind: "dag", text }], known });
  if (unread.length > 0 || findings.some(({ rule }) => rule === "SYN-001"))
    throw new Error(JSON.stringify([unread, findings]));
  return findings.filter(({ rule }) => codes.includes(rule)).map(({ rule, span }) => `${rule} ${span.start.line}`);
}
