import type { Decision } from "../../domain/decision.ts";
import type { RepositoryKey } from "../../domain/identity.ts";
import type { AuditEntry } from "./evidence.ts";

export interface DecisionStore {
  /**
   * Records it, and `entry` in the audit log with it, in one transaction, unless it is the last one recorded for this change.
   * Answers whether it was recorded.
   */
  recordDecision(
    repository: RepositoryKey,
    change: number,
    head: string,
    decision: Decision,
    entry: AuditEntry,
  ): Promise<boolean>;
}

/** What was last read as the policy of an organisation. */
export interface SeenOrganisationPolicy {
  /** Such as `acme/.github:countersign.yml`. */
  readonly name: string;
  /** Of its bytes, in hex. */
  readonly sha256: string;
  /** Whether it had nothing but its version, so that nothing is lost when it goes. */
  readonly saysNothing: boolean;
}

/** Which organisations had a policy, so that one that is gone is not taken for one that never was. */
export interface OrganisationPolicyStore {
  /**
   * `governed` is an organisation (`github/acme`) or a repository (its key), for which the newest record holds. `entry` is recorded
   * in the audit log with it, in one transaction.
   */
  recordOrganisationPolicy(governed: string, seen: SeenOrganisationPolicy, entry: AuditEntry): Promise<void>;
  readOrganisationPolicy(governed: string): Promise<SeenOrganisationPolicy | null>;
}
