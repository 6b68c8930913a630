import type { Severity } from "../domain/finding.ts";
import type {
  AfterLanding,
  Counting,
  Demand,
  GrantableCommand,
  KindOfPath,
  PeopleGroup,
  Policy,
  PolicyOrigin,
  RuleSetting,
} from "../domain/policy.ts";
import { keysOf } from "./rule-settings.ts";

/** What a higher layer keeps as it is, and where it says so. */
export interface Kept<T> {
  readonly value: T;
  readonly by: PolicyOrigin;
}

/** All that higher layers keep as it is. A policy in which nothing is enforced keeps nothing. */
export interface Enforcement {
  readonly groups: ReadonlyMap<string, Kept<PeopleGroup>>;
  /** Complete: they match before any kind that is added. */
  readonly kinds: readonly KindOfPath[] | null;
  readonly mode: Kept<Policy["mode"]> | null;
  /** Approvals may be counted more strictly, never less. */
  readonly counting: Kept<Counting> | null;
  readonly otherwise: (Kept<Demand> & { readonly isObserved: boolean }) | null;
  readonly objectors: Kept<Policy["objectors"]> | null;
  readonly commands: ReadonlyMap<GrantableCommand, Kept<readonly string[] | null>>;
  /** Rules may be made stricter. */
  readonly rules: ReadonlyMap<string, Kept<RuleSetting>>;
  /** What is enforced asks what the rules found, so that none of them may be touched. */
  readonly allRules: Kept<Policy["rules"]> | null;
  readonly afterLanding: Kept<AfterLanding> | null;
}

export const nothingEnforced: Enforcement = {
  groups: new Map(),
  kinds: null,
  mode: null,
  counting: null,
  otherwise: null,
  objectors: null,
  commands: new Map(),
  rules: new Map(),
  allRules: null,
  afterLanding: null,
};

const severities = ["info", "warning", "error"] as const;
const withdrawals = ["alert", "rollback"] as const;
const expiries = ["ignore", "alert", "rollback"] as const;

/** Of two ways to count approvals, the second where it is no laxer in a point, else the first. */
export function stricterCounting(kept: Counting, wanted: Counting): Counting {
  const { expireAfterMs } = kept;
  const expiresEarlier = wanted.expireAfterMs !== null && wanted.expireAfterMs <= (expireAfterMs ?? Infinity);
  return {
    methods: wanted.methods.every((method) => kept.methods.includes(method)) ? wanted.methods : kept.methods,
    author: wanted.author === "ignore" ? "ignore" : kept.author,
    contributors: wanted.contributors === "ignore" ? "ignore" : kept.contributors,
    updateMerges: wanted.updateMerges === "reset" ? "reset" : kept.updateMerges,
    expireAfterMs: expiresEarlier ? wanted.expireAfterMs : expireAfterMs,
  };
}

/** A rule as a lower layer wants it, its options kept; `null` when that would be weaker. */
export function stricterRule(kept: RuleSetting, wanted: RuleSetting): RuleSetting | null {
  if (kept === "off") return wanted;
  if (wanted === "off" || !hasSameOptions(kept, wanted)) return null;
  if (liftsSuppress(kept, wanted) || liftsExisting(kept, wanted)) return null;
  const added = {
    ...(wanted.suppress === undefined ? {} : { suppress: wanted.suppress }),
    ...(wanted.existing === undefined ? {} : { existing: wanted.existing }),
  };
  if (kept.severity === wanted.severity) return { ...kept, ...added };
  if (wanted.severity === null || kept.severity === null)
    return wanted.severity === "error" ? { ...kept, ...added, severity: "error" } : null;
  return isLower(kept.severity, wanted.severity) ? null : { ...kept, ...added, severity: wanted.severity };
}

/** Options that a lower layer leaves out are kept. */
function hasSameOptions(kept: DetailedSetting, wanted: DetailedSetting): boolean {
  const sorted = ({ options, paths }: DetailedSetting) =>
    JSON.stringify([Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)), paths ?? null]);
  const saysNone = Object.keys(wanted.options).length === 0 && wanted.paths === undefined;
  return saysNone || sorted(kept) === sorted(wanted);
}

/** Whether what a lower layer says of one key would weaken what is kept under another: of a rule what is kept of its group, or the reverse. */
export function weakensOther(key: string, kept: RuleSetting, id: string, wanted: RuleSetting): boolean {
  if (key === id || kept === "off") return false;
  if (keysOf(id).includes(key)) return weakensGroup(kept, wanted);
  return keysOf(key).includes(id) && weakensRule(kept, wanted);
}

/** Of one rule something else is wanted than is kept of its group. */
function weakensGroup(kept: DetailedSetting, wanted: RuleSetting): boolean {
  if (wanted === "off" || liftsSuppress(kept, wanted) || liftsExisting(kept, wanted)) return true;
  if (wanted.paths !== undefined && JSON.stringify(wanted.paths) !== JSON.stringify(kept.paths)) return true;
  return kept.severity !== null && wanted.severity !== null && isLower(kept.severity, wanted.severity);
}

/** Of a group something is wanted that would fill what is left open of one of its rules. */
function weakensRule(kept: DetailedSetting, wanted: RuleSetting): boolean {
  if (wanted === "off") return false; // the rule's own key weighs more
  if (wanted.paths !== undefined && kept.paths === undefined) return true;
  return kept.severity === null && wanted.severity !== null && wanted.severity !== "error";
}

type DetailedSetting = Exclude<RuleSetting, "off">;

function liftsSuppress(kept: DetailedSetting, wanted: DetailedSetting): boolean {
  return kept.suppress === "forbid" && wanted.suppress === "allow";
}

function liftsExisting(kept: DetailedSetting, wanted: DetailedSetting): boolean {
  return kept.existing === "block" && wanted.existing === "ignore";
}

function isLower(kept: Severity, wanted: Severity): boolean {
  return severities.indexOf(wanted) < severities.indexOf(kept);
}

/** The stricter of two in each point. */
export function stricterAfterLanding(kept: AfterLanding, wanted: AfterLanding): AfterLanding {
  return {
    onWithdrawal: laterOf(withdrawals, kept.onWithdrawal, wanted.onWithdrawal),
    onExpiry: laterOf(expiries, kept.onExpiry, wanted.onExpiry),
  };
}

function laterOf<T>(order: readonly T[], one: T, other: T): T {
  return order.indexOf(other) > order.indexOf(one) ? other : one;
}
