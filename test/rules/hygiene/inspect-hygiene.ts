import { brief, inspectTexts, type TextFile } from "../../analysis/inspect-texts.ts";

/** What one rule says of one file, as `line:column message`. */
export async function told(rule: string, path: string, text: string, more: Partial<TextFile> = {}) {
  const { findings } = await inspectTexts({ files: [{ path, text, ...more }] });
  return brief(findings.filter((one) => one.rule === rule)).map((line) => line.slice(rule.length + 1));
}
