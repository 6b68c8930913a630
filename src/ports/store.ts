import type { AnswerStore, MentionStore } from "./store/conversation.ts";
import type { DecisionStore, OrganisationPolicyStore } from "./store/decisions.ts";
import type { AttestationStore, AuditStore } from "./store/evidence.ts";
import type { NodeDagStore } from "./store/node-dags.ts";
import type { ObservationStore } from "./store/observations.ts";
import type { RecallStore, ReleaseStore } from "./store/releases.ts";
import type { PublicationStore, RunStore } from "./store/runs.ts";
import type { InboxStore, LookStore, QueueStore } from "./store/tasks.ts";

export type * from "./store/conversation.ts";
export type * from "./store/decisions.ts";
export type * from "./store/evidence.ts";
export type * from "./store/node-dags.ts";
export type * from "./store/observations.ts";
export type * from "./store/releases.ts";
export type * from "./store/runs.ts";
export type * from "./store/tasks.ts";

export interface Store
  extends InboxStore,
    QueueStore,
    LookStore,
    ObservationStore,
    ReleaseStore,
    RecallStore,
    MentionStore,
    RunStore,
    PublicationStore,
    AuditStore,
    DecisionStore,
    AnswerStore,
    OrganisationPolicyStore,
    AttestationStore,
    NodeDagStore {
  /** Throws when the store cannot be written. */
  probe(): Promise<void>;
  close(): Promise<void>;
}
