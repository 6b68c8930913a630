import type { Finding, Severity } from "../../domain/finding.ts";

/** Rules that know a file's own form, and so tell of a secret in it better than SEC-001 does of any text. */
const better: ReadonlySet<string> = new Set(["RES-005"]);

const weights: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

/** Leaves out what SEC-001 says of a line of which such a rule says the same, as gravely. */
export function tellOnce(findings: readonly Finding[]): readonly Finding[] {
  const told = findings.filter(({ rule }) => better.has(rule)).map((one) => [placeOf(one), one.severity] as const);
  if (told.length === 0) return findings;
  const severities = new Map(told);
  return findings.filter((one) => {
    const other = one.rule === "SEC-001" ? severities.get(placeOf(one)) : undefined;
    return other === undefined || weights[other] < weights[one.severity];
  });
}

function placeOf({ path, span, isNew, counts = false }: Finding): string {
  return JSON.stringify([path, span.start.line, isNew, counts]);
}
