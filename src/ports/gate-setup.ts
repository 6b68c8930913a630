import type { GateFacts } from "../domain/gate.ts";

/** What would be done to a gate. */
export interface GatePlan {
  /** Settings, one a line: `- ` goes, `+ ` comes, two spaces stay. Without a line that goes or comes there is nothing to do. */
  readonly diff: readonly string[];
  /** What the person who sets it up should know, and what they must do by hand. */
  readonly notes: readonly string[];
  apply(): Promise<void>;
}

/** The gate of one branch, as an operator sees it with a token of their own. */
export interface GateSetup {
  /** The branch's short name. */
  readonly branch: string;
  read(): Promise<GateFacts>;
  plan(): Promise<GatePlan>;
}
