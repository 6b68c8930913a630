import { expect } from "vitest";
import type { ChangedPath } from "../../../src/rules/changed-path.ts";
import type { TreePath } from "../../../src/rules/tree-listing.ts";
import { brief, inspectTexts, type TextFile, type TextsToInspect } from "../../analysis/inspect-texts.ts";

/** What one rule says of one file, as `line:column message`. */
export async function told(rule: string, path: string, text: string, more: Partial<TextFile> = {}) {
  const { findings, unread } = await inspectTexts({ files: [{ path, text, ...more }] });
  expect(unread).toEqual([]);
  return brief(findings.filter((one) => one.rule === rule)).map((line) => line.slice(rule.length + 1));
}

/** What one rule says of a change that touches one path, and where: `path message`. */
export async function toldOfChange(
  rule: string,
  path: string,
  more: Partial<ChangedPath> = {},
  { tree, severities = {} }: { tree?: readonly TreePath[]; severities?: TextsToInspect["severities"] } = {},
) {
  const changed = {
    path,
    previousPath: null,
    status: "added",
    mode: "100644",
    size: 1000,
    kind: "other",
    ...more,
  } as const;
  const known = { changed: [changed], ...(tree === undefined ? {} : { tree }) };
  const { findings } = await inspectTexts({ files: [], known, severities });
  return findings.filter((one) => one.rule === rule).map((one) => `${one.path} ${one.message}`);
}

/** A listing of files of one mode. */
export function treeOf(...paths: readonly string[]): readonly TreePath[] {
  return paths.map((path) => ({ path, mode: "100644", size: 1 }));
}
