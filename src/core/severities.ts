import type { Severity } from "../domain/finding.ts";
import type { PolicySource } from "../domain/policy.ts";

/** What a policy says of the severity of rules, by rule id. A rule that is not in it has its own. */
export function severitiesOf(source: PolicySource): Readonly<Record<string, Severity | "off">> {
  if (source.state !== "valid") return {};
  const named = Object.entries(source.policy.rules).flatMap(([rule, setting]) => {
    if (setting === "off") return [[rule, setting] as const];
    return setting.severity === null ? [] : [[rule, setting.severity] as const];
  });
  return Object.fromEntries(named);
}
