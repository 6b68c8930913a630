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
  if (kept.severity === wanted.severity) return kept;
  if (wanted.severity === null || kept.severity === null)
    return wanted.severity === "error" ? { ...kept, severity: "error" } : null;
  const isHigher = severities.indexOf(wanted.severity) >= severities.indexOf(kept.severity);
  return isHigher ? { ...kept, severity: wanted.severity } : null;
}

/** Options that a lower layer leaves out are kept. */
function hasSameOptions(kept: Exclude<RuleSetting, "off">, wanted: Exclude<RuleSetting, "off">): boolean {
  if (Object.keys(wanted.options).length === 0) return true;
  const sorted = (options: object) => JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(kept.options) === sorted(wanted.options);
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
