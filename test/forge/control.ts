import type { ForgeCore, SimApplication } from "./face.ts";
import { seedModel } from "./model/seed.ts";

/** The control API for other processes. Not part of any forge. */
export function addControlRoutes(app: SimApplication, core: ForgeCore): void {
  app.get("/_sim/health", (context) => context.json({ face: core.model.traits.name }));
  // The body is a Seed: written by our own tests and demo.
  app.post("/_sim/seed", async (context) => context.json(await seedModel(core.model, await context.req.json())));
}
