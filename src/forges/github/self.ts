import type { Account } from "../../domain/identity.ts";

/** Who we are on GitHub: the app, and the bot account that acts for it. */
export interface Self {
  readonly appId: number;
  readonly slug: string;
  readonly account: Account;
}
