import type { ForgeCore } from "../../face.ts";
import type { Delivery } from "../../hooks/deliveries.ts";
import type { SimApp } from "../../model/types.ts";
import { type GithubApp, type GithubContext, numberParam, readBody, textIn } from "../github.ts";
import { HttpError, notFound } from "../http-error.ts";

/** What an app's webhook was sent, and sending it again. https://docs.github.com/rest/apps/webhooks */
export function addHookDeliveryRoutes(app: GithubApp, core: ForgeCore): void {
  const appOf = (context: GithubContext): SimApp => {
    const caller = context.get("caller");
    if (caller.kind !== "app") throw new HttpError(401, "A JSON web token could not be decoded");
    return caller.app;
  };
  // What is held back by a fault is not known yet; what was dropped stands there as failed.
  const ofApp = (one: SimApp) =>
    core.hooks.deliveries.filter((delivery) => delivery.hook === `app:${one.id}` && delivery.status !== "pending");

  app.get("/app/hook/config", (context) => context.json(renderConfig(appOf(context))));
  app.patch("/app/hook/config", async (context) => {
    const own = appOf(context);
    const body = await readBody(context);
    own.webhookUrl = textIn(body, "url") ?? own.webhookUrl;
    own.webhookSecret = textIn(body, "secret") ?? own.webhookSecret;
    return context.json(renderConfig(own));
  });
  app.get("/app/hook/deliveries", (context) => {
    const { cursor, status } = context.req.query();
    const perPage = Math.min(100, Number(context.req.query("per_page") ?? 30) || 30);
    const wanted = ofApp(appOf(context)).filter(
      (one) => status === undefined || (status === "success") === isGood(one),
    );
    const newest = wanted.reverse();
    const start = cursor === undefined ? 0 : newest.findIndex((one) => String(one.id) === cursor);
    if (start < 0) throw new HttpError(422, "Invalid cursor");
    const page = newest.slice(start, start + perPage);
    const next = newest[start + perPage];
    if (next !== undefined) {
      const url = new URL(context.req.url);
      url.searchParams.set("cursor", String(next.id));
      context.header("link", `<${url}>; rel="next"`);
    }
    return context.json(page.map(renderItem));
  });
  app.get("/app/hook/deliveries/:id", (context) => {
    const found = ofApp(appOf(context)).find((one) => one.id === numberParam(context, "id"));
    if (found === undefined) throw notFound();
    // Bodies are JSON that the simulator wrote itself.
    const payload = JSON.parse(found.body) as unknown;
    const response = { headers: found.response?.headers ?? {}, payload: found.response?.body ?? "" };
    return context.json({
      ...renderItem(found),
      url: found.url,
      request: { headers: found.headers, payload },
      response,
    });
  });
  app.post("/app/hook/deliveries/:id/attempts", async (context) => {
    const found = ofApp(appOf(context)).find((one) => one.id === numberParam(context, "id"));
    if (found === undefined) throw notFound();
    await core.hooks.redeliver(found.id);
    return context.json({}, 202);
  });
}

function isGood(delivery: Delivery): boolean {
  return delivery.statusCode >= 200 && delivery.statusCode < 300;
}

function renderConfig(app: SimApp) {
  return {
    content_type: "json",
    insecure_ssl: "0",
    url: app.webhookUrl ?? "",
    ...(app.webhookSecret === null ? {} : { secret: "********" }),
  };
}

function renderItem(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.isRedelivery,
    duration: delivery.durationMs / 1000,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}
