import type { Self } from "../../ports/forge.ts";

/** Who we are on GitHub: the app, and the bot account that acts for it. */
export interface AppIdentity {
  readonly appId: number;
  readonly slug: string;
  readonly account: Self;
}
