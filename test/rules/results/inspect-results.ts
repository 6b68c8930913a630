import { expect } from "vitest";
import type { ChangedPath } from "../../../src/rules/changed-path.ts";
import { brief, inspectTexts, type TextsToInspect } from "../../analysis/inspect-texts.ts";

/** What one rule says of one file, as `line:column message`. */
export async function told(rule: string, path: string, text: string, more: Partial<TextsToInspect> = {}) {
  const { findings, unread } = await inspectTexts({ files: [{ path, text }], ...more });
  expect(unread).toEqual([]);
  return brief(findings.filter((one) => one.rule === rule)).map((line) => line.slice(rule.length + 1));
}

/** One added file of a change. */
export function added(path: string, more: Partial<ChangedPath> = {}): ChangedPath {
  return { path, previousPath: null, status: "added", mode: "100644", size: 10, kind: "other", ...more };
}
