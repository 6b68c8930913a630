import type { RepositoryRef } from "../domain/identity.ts";
import type { Mirror } from "../git/mirror.ts";

/** Where on which branch landings are judged. */
export interface Branch {
  readonly repository: RepositoryRef;
  /** Full name. */
  readonly ref: string;
  readonly mirror: Mirror;
}
