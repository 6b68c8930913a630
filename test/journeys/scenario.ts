import type { World, WorldOptions } from "../world/world.ts";

/** One story with an expected end, which must be the same on every forge. */
export interface Scenario {
  readonly name: string;
  readonly options?: Omit<WorldOptions, "face" | "webhooks"> & { readonly webhooks?: boolean };
  /** Throws when it did not go as expected. */
  readonly play: (world: World) => Promise<void>;
}
