import type { Generated } from "kysely";

/**
 * The tables as the newest migration leaves them. Columns that end in `_ms` are milliseconds since 1970; `body` is JSON, and
 * `repository` a `RepositoryKey`.
 */
export interface Schema {
  delivery: { forge: string; id: string; event: string; received_ms: number };
  task: {
    key: string;
    subject: string;
    due_ms: number;
    attempts: number;
    generation: number;
    /** The generation that a worker looks at now; `null` while the task waits. */
    held_generation: number | null;
    error: string | null;
    seq: Generated<number>;
  };
  first_seen_review: { repository: string; change: number; id: number; body: string };
  first_seen_comment: { repository: string; change: number; id: number; body: string };
  first_seen_label: { repository: string; change: number; id: number; body: string };
  landing: {
    seq: Generated<number>;
    repository: string;
    ref: string;
    sha: string;
    /** The change that it is, as far as any verdict named it. */
    change: number | null;
    status: string;
    body: string;
  };
  release: {
    seq: Generated<number>;
    id: string;
    repository: string;
    namespace: string;
    target: string;
    state: string;
    at_ms: number;
    body: string;
  };
  run: { seq: Generated<number>; id: string; repository: string; change: number; state: string; body: string };
  publication: {
    seq: Generated<number>;
    run: string;
    repository: string;
    change: number | null;
    branch: string;
    state: string;
    body: string;
  };
  /** `entry` is the canonical JSON that was hashed; `hash` its SHA-256 in hex. */
  audit: { seq: number; entry: string; hash: string };
  /** One row: how many entries there are, and the newest one's hash, so that a chain cut short is found. */
  audit_head: { id: number; entries: number; hash: string };
  /** One row once older entries were removed: the last of those. */
  audit_start: { id: number; seq: number; hash: string };
  /** `envelope` is JSON. */
  audit_checkpoint: { seq: number; envelope: string };
  attestation: {
    seq: Generated<number>;
    kind: string;
    repository: string;
    change: number | null;
    commit_id: string;
    place: string;
    at: string;
    envelope: string;
  };
  blob_digest: { oid: string; sha256: string };
  decision: { seq: Generated<number>; repository: string; change: number; head: string; at: string; body: string };
  recall: { seq: Generated<number>; id: string; repository: string; ref: string; body: string };
  /** Whom a change has named with an `@` already. */
  mention: { repository: string; change: number; name: string };
  /** `change` as of a first-seen comment; `text` is what was, or is to be, said to its commands. */
  answer: { repository: string; change: number; comment: number; text: string };
  /** `governed` is `FORGE/ORGANISATION` or a `RepositoryKey`. */
  organisation_policy: { governed: string; body: string };
  /** `body` has pairs of a change's number and when it had been touched. */
  merged_looks: { repository: string; body: string };
  /** `change` is 0 for what is live. */
  dag_source: {
    repository: string;
    change: number;
    name: string;
    namespace: string;
    read_as: string;
    unclear: string | null;
  };
  dag_mention: {
    repository: string;
    change: number;
    kind: string;
    dag_id: string;
    path: string;
    line: number;
    task: string | null;
  };
  probe: { id: number; count: number };
}
