import type { RepositoryKey } from "../../domain/identity.ts";
import type { AuditEntry } from "./evidence.ts";

/** What is answered to the commands of a comment: recorded after they were carried out, and before it is said. */
export interface AnswerStore {
  /** `null` while none was recorded. One that was is said again where it is missing, and nothing is carried out again. */
  readAnswer(repository: RepositoryKey, change: number, comment: number): Promise<string | null>;
  /** Records it, and `entry` in the audit log with it, in one transaction. The first record holds; answers that. */
  recordAnswer(
    repository: RepositoryKey,
    change: number,
    comment: number,
    text: string,
    entry: AuditEntry,
  ): Promise<string>;
}

/** Whom a change has named with an `@`, so that nobody is called twice. */
export interface MentionStore {
  recordMentions(repository: RepositoryKey, change: number, names: readonly string[]): Promise<void>;
  listMentions(repository: RepositoryKey, change: number): Promise<readonly string[]>;
}
