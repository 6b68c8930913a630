import type { Severity } from "../domain/finding.ts";
import type { Policy, RuleSetting } from "../domain/policy.ts";

/** The key under which a policy speaks of every rule. */
export const everyRule = "ALL";

/** Keys that the setting of any rule may have; a rule's own options must have other names. */
export const commonKeys = ["severity", "paths", "suppress", "existing"] as const;

/** What holds for one rule after all that the policy says of it, of its group and of `ALL`. */
export interface RuleSettings {
  readonly severity: Severity | "off";
  readonly options: Readonly<Record<string, unknown>>;
  readonly paths: readonly string[] | null;
  readonly suppress: "allow" | "forbid";
  readonly existing: "ignore" | "block";
}

type Detailed = Exclude<RuleSetting, "off">;

/** The group of a rule: `SEC` of `SEC-001`, `S` of ruff's `S608`. */
export function groupOf(id: string): string {
  return /^[A-Za-z]+/.exec(id)?.[0] ?? id;
}

/** The keys under which a policy may speak of a rule, the weightiest first. */
export function keysOf(id: string): readonly string[] {
  return [id, groupOf(id), everyRule];
}

/** What a policy says of a rule. The rule's own key weighs more than its group's, and that more than `ALL`, point by point. */
export function settingsOf(
  rule: { readonly id: string; readonly severity: Severity },
  said: Policy["rules"],
): RuleSettings {
  const settings = keysOf(rule.id).flatMap((key) => (Object.hasOwn(said, key) ? [said[key] ?? "off"] : []));
  const own = Object.hasOwn(said, rule.id) ? said[rule.id] : undefined;
  const detailed = settings.filter((one): one is Detailed => one !== "off");
  const severity = detailed.find((one) => one.severity !== null)?.severity ?? rule.severity;
  return {
    severity: settings[0] === "off" ? "off" : severity,
    options: own === undefined || own === "off" ? {} : own.options,
    paths: detailed.find((one) => one.paths !== undefined)?.paths ?? null,
    suppress: detailed.find((one) => one.suppress !== undefined)?.suppress ?? "allow",
    existing: detailed.find((one) => one.existing !== undefined)?.existing ?? "ignore",
  };
}
