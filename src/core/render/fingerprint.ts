import type { Finding } from "../../domain/finding.ts";
import { sha256Hex } from "../../formats/sha256.ts";

/**
 * A name for each finding that stays the same while the finding does, also when it moves to another line: made of rule, path
 * and message, and of its place among those that share all three. In the order of the findings.
 */
export function fingerprintsOf(findings: readonly Finding[]): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const key = JSON.stringify([finding.rule, finding.path, finding.message]);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return sha256Hex(`${key}${nth}`).slice(0, 16);
  });
}
