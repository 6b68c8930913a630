import { z } from "zod";
import type { ForgeCore, SimApplication } from "./face.ts";
import type { AccountFaults } from "./faults/account-faults.ts";
import type { DeliveryFaults } from "./faults/delivery-faults.ts";
import type { RequestFaults } from "./faults/request-faults.ts";
import { addInstallation } from "./model/apps.ts";
import type { Model } from "./model/model.ts";
import { findOwner, type Seeded, seedModel } from "./model/seed.ts";
import { seedSchema } from "./model/seed-schema.ts";
import { SimError } from "./model/sim-error.ts";

type AccountFault = {
  readonly [K in keyof AccountFaults]: { readonly do: K; readonly with: Parameters<AccountFaults[K]> };
}[keyof AccountFaults];

/**
 * The control API for other processes (README.md). Not part of any forge, and never harmed by faults. Its bodies are written
 * by our own tests and demo, so their shapes are taken on trust; but for the seed, which people write by hand.
 */
export function addControlRoutes(app: SimApplication, core: ForgeCore): void {
  const { model, hooks, faults } = core;
  app.onError((error, context) => {
    if (!(error instanceof SimError)) console.error(error);
    return context.json({ message: error.message }, error instanceof SimError ? 422 : 500);
  });
  app.get("/_sim/health", (context) => context.json({ face: model.traits.name, now: model.clock.now() }));
  app.post("/_sim/seed", async (context) => {
    const answer = await seedFrom(model, await context.req.text());
    return "wrong" in answer ? context.json({ message: `Wrong seed: ${answer.wrong}` }, 400) : context.json(answer);
  });
  app.get("/_sim/model", (context) => {
    const { accounts, organisations, repositories, apps, installations } = model;
    return context.json({ accounts, organisations, repositories, apps, installations });
  });
  app.post("/_sim/clock", async (context) => {
    const body: { advance?: number; set?: string; step?: number } = await context.req.json();
    if (body.step !== undefined) model.clock.setStep(body.step);
    if (body.set !== undefined) model.clock.set(body.set);
    if (body.advance !== undefined) model.clock.advance(body.advance);
    return context.json({ now: model.clock.now() });
  });
  app.get("/_sim/deliveries", (context) => context.json(hooks.deliveries));
  app.post("/_sim/deliveries/settle", async (context) => {
    await hooks.settle();
    return context.json({ deliveries: hooks.deliveries.length });
  });
  app.post("/_sim/deliveries/:id/redeliver", async (context) => {
    return context.json(await hooks.redeliver(Number(context.req.param("id"))));
  });
  app.patch("/_sim/apps/:slug", async (context) => {
    const found = model.apps.find((one) => one.slug === context.req.param("slug"));
    if (found === undefined) throw new SimError("not-found", "No such app");
    return context.json(Object.assign(found, await context.req.json()));
  });
  app.post("/_sim/installations", async (context) => {
    const body: { app: string; account: string } = await context.req.json();
    const found = model.apps.find((one) => one.slug === body.app);
    if (found === undefined) throw new SimError("not-found", `No app ${body.app}`);
    return context.json(
      await addInstallation(model, found, { account: findOwner(model, body.account), repositoryIds: null }),
    );
  });
  addFaultRoutes(app, faults);
}

async function seedFrom(model: Model, body: string): Promise<Seeded | { readonly wrong: string }> {
  try {
    const read = seedSchema.safeParse(JSON.parse(body));
    if (!read.success) return { wrong: z.prettifyError(read.error) };
    return await seedModel(model, read.data);
  } catch (error) {
    if (error instanceof SyntaxError) return { wrong: `it is not JSON: ${error.message}` };
    if (!(error instanceof SimError)) throw error;
    const hint = error.code === "not-found" ? " A seed names only what it, or an earlier one, makes." : "";
    return { wrong: `${error.message}.${hint} What it made before that stays.` };
  }
}

function addFaultRoutes(app: SimApplication, faults: ForgeCore["faults"]): void {
  app.post("/_sim/faults/deliveries", async (context) => {
    const rule: Parameters<DeliveryFaults["add"]>[0] = await context.req.json();
    faults.deliveries.add(rule);
    return context.json({});
  });
  app.post("/_sim/faults/deliveries/flush", (context) => {
    faults.deliveries.flush();
    return context.json({});
  });
  app.post("/_sim/faults/requests", async (context) => {
    const rule: Parameters<RequestFaults["add"]>[0] = await context.req.json();
    faults.requests.add(rule);
    return context.json({});
  });
  app.post("/_sim/faults/accounts", async (context) => {
    const fault: AccountFault = await context.req.json();
    // Each name goes with its own parameters, which the union type says and the call cannot.
    const act = faults.accounts[fault.do] as (...args: unknown[]) => unknown;
    await act(...fault.with);
    return context.json({});
  });
  app.delete("/_sim/faults", (context) => {
    faults.deliveries.clear();
    faults.requests.clear();
    return context.json({});
  });
}
