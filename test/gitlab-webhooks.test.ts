import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { ConfigError } from "../src/domain/errors.ts";
import { gitlabWebhooks } from "../src/gitlab-webhooks.ts";
import type { Delivery, TaskSubject } from "../src/ports/store.ts";

const signingToken = `whsec_${randomBytes(32).toString("base64")}`;
const clock = { now: () => new Date("2026-11-20T12:00:00Z") };
const push = JSON.stringify({
  object_kind: "push",
  ref: "refs/heads/main",
  project: { path_with_namespace: "acme/study", default_branch: "main" },
});

/** The route with a receiver that remembers, as the inbox does. */
function startRoute(settings: { secret?: string | null; signingToken?: string | null; bodyLimit?: number } = {}) {
  const stored = new Map<string, { delivery: Delivery; subjects: readonly TaskSubject[] }>();
  const app = gitlabWebhooks({
    secret: settings.secret === undefined ? "open sesame" : settings.secret,
    signingToken: settings.signingToken === undefined ? signingToken : settings.signingToken,
    ...(settings.bodyLimit === undefined ? {} : { bodyLimit: settings.bodyLimit }),
    clock,
    receive: async (delivery, subjects) => {
      if (stored.has(delivery.id)) return "duplicate";
      stored.set(delivery.id, { delivery, subjects });
      return "stored";
    },
  });
  const post = (headers: Record<string, string>, body: string) => app.request("/", { method: "POST", headers, body });
  return { stored, post };
}

function sign(id: string, body: string, at = new Date(), token = signingToken): Record<string, string> {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(token).sign(id, at, body),
  };
}

describe("a delivery with the secret token", () => {
  test("is stored with what to look at again, and answered 202", async () => {
    const { stored, post } = startRoute();
    const headers = { "X-Gitlab-Token": "open sesame", "X-Gitlab-Event": "Push Hook", "Idempotency-Key": "k1" };
    const response = await post(headers, push);
    expect(response.status).toBe(202);
    expect([...stored.values()]).toEqual([
      {
        delivery: { id: "gitlab:k1", forge: "gitlab", event: "Push Hook", receivedAt: "2026-11-20T12:00:00.000Z" },
        subjects: [{ kind: "branch", forge: "gitlab", repository: "acme/study", ref: "refs/heads/main" }],
      },
    ]);
  });

  test("that comes again is answered 200 and changes nothing", async () => {
    const { stored, post } = startRoute();
    const headers = { "X-Gitlab-Token": "open sesame", "X-Gitlab-Event-UUID": "u1" };
    expect((await post(headers, push)).status).toBe(202);
    expect((await post(headers, push)).status).toBe(200);
    expect(stored.size).toBe(1);
  });

  test("that shares an event with another one is not taken for the same: its own key decides", async () => {
    const { stored, post } = startRoute();
    const headers = { "X-Gitlab-Token": "open sesame", "X-Gitlab-Event-UUID": "u1" };
    await post({ ...headers, "Idempotency-Key": "a" }, push);
    await post({ ...headers, "Idempotency-Key": "b" }, push);
    expect(stored.size).toBe(2);
  });

  test.each([
    ["a wrong token", { "X-Gitlab-Token": "open sesam" }],
    ["an empty token", { "X-Gitlab-Token": "" }],
    ["no token", {}],
    ["a right token and a wrong signature", { "X-Gitlab-Token": "open sesame", ...sign("m1", "another body") }],
  ])("and %s is answered 401, and nothing is stored", async (_name, headers) => {
    const { stored, post } = startRoute();
    expect((await post(headers as Record<string, string>, push)).status).toBe(401);
    expect(stored.size).toBe(0);
  });

  test("is refused where only signatures are taken", async () => {
    const { post } = startRoute({ secret: null });
    expect((await post({ "X-Gitlab-Token": "" }, push)).status).toBe(401);
  });
});

describe("a signed delivery", () => {
  test("is stored under its id", async () => {
    const { stored, post } = startRoute({ secret: null });
    expect((await post(sign("m1", push), push)).status).toBe(202);
    expect([...stored.keys()]).toEqual(["gitlab:m1"]);
    expect((await post(sign("m1", push), push)).status).toBe(200);
  });

  test.each([
    ["another body", sign("m1", `${push} `)],
    ["an old time", sign("m1", push, new Date(Date.now() - 3_600_000))],
    ["another key", sign("m1", push, new Date(), `whsec_${randomBytes(32).toString("base64")}`)],
    ["no id", { ...sign("m1", push), "webhook-id": "" }],
  ])("signed for %s is answered 401", async (_name, headers) => {
    const { stored, post } = startRoute({ secret: null });
    expect((await post(headers, push)).status).toBe(401);
    expect(stored.size).toBe(0);
  });
});

describe("a body", () => {
  test.each(["", "not json", "42", "null"])("%j is answered 400", async (body) => {
    const { stored, post } = startRoute();
    expect((await post({ "X-Gitlab-Token": "open sesame" }, body)).status).toBe(400);
    expect(stored.size).toBe(0);
  });

  test("over the limit is answered 413", async () => {
    const { stored, post } = startRoute({ bodyLimit: push.length - 1 });
    expect((await post({ "X-Gitlab-Token": "open sesame" }, push)).status).toBe(413);
    expect(stored.size).toBe(0);
  });
});

test.each([
  { secret: null, signingToken: null },
  { secret: "", signingToken: null },
  { secret: "x", signingToken: "whsec_%%%" },
])("%j does not start", (settings) => {
  expect(() => startRoute(settings)).toThrow(ConfigError);
});
