import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { gitlabWebhooks } from "../../../src/gitlab-webhooks.ts";
import type { TaskSubject } from "../../../src/ports/store.ts";
import { type StartedFace, startFace } from "./start-face.ts";

const signingToken = `whsec_${randomBytes(32).toString("base64")}`;

let face: StartedFace;
beforeEach(async () => {
  face = await startFace();
});
afterEach(() => face.close());

const deliveries = () => face.simulator.hooks.deliveries;

async function openChange(): Promise<string> {
  const head = await face.push("ada", "x", { "a.txt": "a\n" });
  await face.as("ada", "POST", "/merge_requests", { source_branch: "x", target_branch: "main", title: "A" });
  return head;
}

describe("a hook", () => {
  beforeEach(async () => {
    const hook = {
      url: "http://127.0.0.1:9/hook",
      token: "open sesame",
      signing_token: signingToken,
      push_events: true,
      merge_requests_events: true,
      note_events: true,
    };
    const made = await face.as("ben", "POST", "/hooks", hook);
    expect(made).toMatchObject({
      status: 201,
      body: { token_present: true, signing_token_present: true, issues_events: false },
    });
    expect(JSON.stringify(made.body)).not.toMatch(/sesame|whsec/);
  });

  test("says who sends it, carries the token, and is signed", async () => {
    const head = await openChange();
    const [push, opened] = deliveries();
    expect(push?.headers).toMatchObject({ "x-gitlab-event": "Push Hook", "x-gitlab-token": "open sesame" });
    expect(push?.headers["idempotency-key"]).toBe(push?.headers["webhook-id"]);
    expect(JSON.parse(push?.body ?? "")).toMatchObject({
      object_kind: "push",
      ref: "refs/heads/x",
      before: "0".repeat(40),
      after: head,
      user_username: "ada",
      project: { path_with_namespace: "acme/study", default_branch: "main" },
    });
    new Webhook(signingToken).verify(push?.body ?? "", { ...push?.headers });
    expect(() => new Webhook(signingToken).verify(`${push?.body} `, { ...push?.headers })).toThrow(/signature/);
    expect(opened?.headers["x-gitlab-event"]).toBe("Merge Request Hook");
    expect(JSON.parse(opened?.body ?? "")).toMatchObject({
      object_kind: "merge_request",
      user: { username: "ada" },
      object_attributes: { iid: 1, action: "open", state: "opened", last_commit: { id: head } },
    });
  });

  test("tells what became of a merge request", async () => {
    const head = await openChange();
    const after = deliveries().length;
    const second = await face.push("ada", "x", { "a.txt": "b\n" });
    await face.as("ben", "POST", "/merge_requests/1/approve");
    await face.as("ben", "POST", "/merge_requests/1/notes", { body: "Fine" });
    await face.as("ben", "POST", `/repository/commits/${head}/comments`, { note: "Here" });
    await face.as("ben", "POST", "/issues", { title: "No event is wanted of it" });
    await face.as("ben", "PUT", "/merge_requests/1/merge");
    const told = deliveries()
      .slice(after)
      .map((one) => JSON.parse(one.body));
    expect(told.map((body) => [body.object_kind, body.object_attributes?.action ?? body.ref])).toEqual([
      ["push", "refs/heads/x"],
      ["merge_request", "update"],
      ["merge_request", "approved"],
      ["note", "create"],
      ["note", "create"],
      ["push", "refs/heads/main"],
      ["merge_request", "merge"],
    ]);
    expect(told[1].object_attributes).toMatchObject({ oldrev: head, last_commit: { id: second } });
    expect(told[3]).toMatchObject({
      merge_request: { iid: 1 },
      object_attributes: { note: "Fine", noteable_type: "MergeRequest" },
    });
    expect(told[4]).toMatchObject({ commit: { id: head }, object_attributes: { noteable_type: "Commit" } });
  });

  test("is not told of system notes, and goes when it is removed", async () => {
    await openChange();
    const { id } = face.simulator.model.repositories[0]?.hooks[0] ?? { id: 0 };
    expect((await face.as("ben", "DELETE", `/hooks/${id}`)).status).toBe(204);
    const before = deliveries().length;
    await face.as("ben", "POST", "/merge_requests/1/notes", { body: "Fine" });
    expect(deliveries()).toHaveLength(before);
  });
});

test.each(["http:/", "ftp://example.org", "no address"])("a hook to %j is refused", async (url) => {
  expect((await face.as("ben", "POST", "/hooks", { url })).status).toBe(400);
});

test("a signing token of another form is refused", async () => {
  const hook = { url: "http://127.0.0.1:9/", signing_token: "whsec_short" };
  expect((await face.as("ben", "POST", "/hooks", hook)).status).toBe(400);
});

describe("Countersign's own route", () => {
  let server: Server;
  let url: string;
  let received: { id: string; subjects: readonly TaskSubject[] }[];

  beforeEach(async () => {
    received = [];
    const app = gitlabWebhooks({
      secret: null,
      signingToken,
      clock: { now: () => new Date() },
      receive: async (delivery, subjects) => {
        if (received.some((one) => one.id === delivery.id)) return "duplicate";
        received.push({ id: delivery.id, subjects });
        return "stored";
      },
    });
    // createAdaptorServer makes a node:http server unless it is told another `createServer`.
    server = createAdaptorServer({ fetch: app.fetch }) as Server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  test("takes what the face sends, and each delivery once", async () => {
    const hook = { url, signing_token: signingToken, merge_requests_events: true };
    await face.as("ben", "POST", "/hooks", hook);
    face.simulator.faults.deliveries.add({ event: "Merge Request Hook", fault: { kind: "duplicate", copies: 2 } });
    await openChange();
    await face.simulator.hooks.settle();
    expect(deliveries().map((one) => one.statusCode)).toContain(200);
    expect(received.map((one) => one.subjects)).toEqual([
      [{ kind: "branch", forge: "gitlab", repository: "acme/study", ref: "refs/heads/x" }],
      [{ kind: "change", forge: "gitlab", repository: "acme/study", number: 1 }],
    ]);
  });

  test("takes nothing that is signed with another token", async () => {
    await face.as("ben", "POST", "/hooks", { url, signing_token: `whsec_${randomBytes(32).toString("base64")}` });
    await openChange();
    await face.simulator.hooks.settle();
    expect(deliveries().map((one) => one.statusCode)).toEqual([401]);
    expect(received).toEqual([]);
  });
});
