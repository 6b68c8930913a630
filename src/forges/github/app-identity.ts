import type { Self } from "../../ports/forge.ts";

/** Who we are on GitHub: the app, and the bot account that acts for it. */
export interface AppIdentity {
  /** `0` where nobody knows which app is ours: no app has that number. */
  readonly appId: number;
  readonly slug: string;
  readonly account: Self;
}
