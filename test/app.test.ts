import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createGithubApp, githubWebhookPaths } from "../src/app.ts";
import { ConfigError } from "../src/domain/errors.ts";
import type { Delivery, Store, TaskSubject } from "../src/ports/store.ts";
import { openStore } from "../src/store/open-store.ts";
import { privateKey } from "./forges/github/private-key.ts";
import { auditEntry } from "./support/audit-entry.ts";

const secret = "a secret of our own";
const now = new Date("2026-11-20T12:00:00Z");
let logged = "";
const log = pino(
  { level: "trace" },
  {
    write(line: string) {
      logged += line;
    },
  },
);

const usual = {
  appId: 99,
  privateKey,
  webhookSecret: secret,
  baseUrl: "https://api.github.test",
  log,
  clock: { now: () => now },
  bodyLimit: 10_000,
};

const opened = {
  action: "opened",
  repository: { full_name: "acme/study", default_branch: "main" },
  pull_request: { number: 7 },
  installation: { id: 3 },
};

let directory: string;
let store: Store;
let server: Server;
let port: number;
let origin: string;
let received: { readonly delivery: Delivery; readonly subjects: readonly TaskSubject[]; readonly outcome: string }[] =
  [];
let isBroken = false;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "countersign-app-"));
  store = await openStore({ directory, log: usual.log });
  const { middleware } = await createGithubApp({
    ...usual,
    async receive(delivery, subjects) {
      if (isBroken) throw new Error("the disk is full");
      const outcome = await store.receive(delivery, subjects, () => auditEntry());
      received.push({ delivery, subjects, outcome });
      return outcome;
    },
  });
  server = createServer((incoming, response) => {
    void middleware(incoming, response).then((isAnswered) => {
      if (!isAnswered) response.writeHead(404).end("not GitHub's");
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  port = address.port;
  origin = `http://127.0.0.1:${port}`;
});
beforeEach(() => {
  received = [];
});
afterEach(() => {
  isBroken = false;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await store.close();
  await rm(directory, { recursive: true });
});

function sign(body: string, by = secret): string {
  return `sha256=${createHmac("sha256", by).update(body).digest("hex")}`;
}

function deliver(body: string, headers: Record<string, string> = {}, path = "/api/github/webhooks"): Promise<Response> {
  const usualHeaders = {
    "content-type": "application/json",
    "x-github-event": "pull_request",
    "x-github-delivery": crypto.randomUUID(),
    "x-hub-signature-256": sign(body),
  };
  return fetch(`${origin}${path}`, { method: "POST", body, headers: { ...usualHeaders, ...headers } });
}

describe("a delivery", () => {
  test.each(githubWebhookPaths)(
    "is stored with what is to be looked at before it is acknowledged, at %s",
    async (path) => {
      const id = crypto.randomUUID();
      const answer = await deliver(JSON.stringify(opened), { "x-github-delivery": id }, path);
      expect(answer.status).toBe(200);
      expect(received).toEqual([
        {
          delivery: {
            id: `github:${id}`,
            forge: "github",
            event: "pull_request.opened",
            receivedAt: now.toISOString(),
          },
          subjects: [{ kind: "change", forge: "github", repository: "acme/study", number: 7 }],
          outcome: "stored",
        },
      ]);
    },
  );

  test("that is replayed is answered alike, and changes nothing", async () => {
    const headers = { "x-github-delivery": crypto.randomUUID() };
    expect((await deliver(JSON.stringify(opened), headers)).status).toBe(200);
    const waiting = await store.size();
    expect((await deliver(JSON.stringify(opened), headers)).status).toBe(200);
    expect(received.map((one) => one.outcome)).toEqual(["stored", "duplicate"]);
    expect(await store.size()).toEqual(waiting);
  });

  test("that cannot be stored is answered with 500, so that GitHub shows it as failed; its contents are not logged", async () => {
    isBroken = true;
    logged = "";
    const title = "A title that is nobody's business";
    const body = JSON.stringify({ ...opened, pull_request: { number: 7, title } });
    expect((await deliver(body)).status).toBe(500);
    expect(logged).toContain("the disk is full");
    expect(logged).not.toContain(title);
  });

  test("of an event that we do not use is acknowledged", async () => {
    expect((await deliver(JSON.stringify({ zen: "Keep it simple" }), { "x-github-event": "ping" })).status).toBe(200);
  });
});

describe("nothing is stored", () => {
  afterEach(() => expect(received).toEqual([]));
  const body = JSON.stringify(opened);
  const head = [
    "POST /api/github/webhooks HTTP/1.1",
    "host: localhost",
    "content-type: application/json",
    "x-github-event: push",
    `x-hub-signature-256: ${sign(body)}`,
    "",
  ].join("\r\n");

  test.each([
    ["another secret", sign(body, "development")],
    ["another body", sign(`${body} `)],
    ["a signature that is cut short", sign(body).slice(0, 20)],
    ["SHA-1, which is no longer taken", `sha1=${createHmac("sha1", secret).update(body).digest("hex")}`],
    ["no hexadecimal digits", "sha256=élan"],
  ])("of a delivery signed with %s: 401", async (_, signature) => {
    expect((await deliver(body, { "x-hub-signature-256": encodeURI(signature) })).status).toBe(401);
  });

  test("of a delivery without a signature: 401", async () => {
    const headers = { "content-type": "application/json", "x-github-event": "push", "x-github-delivery": "d" };
    const answer = await fetch(`${origin}/api/github/webhooks`, { method: "POST", body, headers });
    expect(answer.status).toBe(401);
  });

  test("of a delivery that says how large it is, and is too large: 413", async () => {
    expect((await deliver("x".repeat(10_001))).status).toBe(413);
  });

  test("of a delivery that does not say how large it is, and is too large: 413", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
    for (let chunk = 0; chunk < 20; chunk += 1) socket.write(`3e8\r\n${"x".repeat(1_000)}\r\n`);
    const [answer] = await once(socket, "data");
    socket.destroy();
    const status = Number(String(answer).split(" ")[1]);
    expect(status).toBe(413);
  });

  test("of what is no JSON, though it is signed: 400", async () => {
    expect((await deliver("payload={}")).status).toBe(400);
  });

  test("of a form, which GitHub sends when the content type is left as it is: 415", async () => {
    expect((await deliver(body, { "content-type": "application/x-www-form-urlencoded" })).status).toBe(415);
  });

  test("of a delivery without an id or an event: 400", async () => {
    expect((await deliver(body, { "x-github-delivery": "" })).status).toBe(400);
    expect((await deliver(body, { "x-github-event": "" })).status).toBe(400);
  });

  test("of another method: 405", async () => {
    expect((await fetch(`${origin}/webhooks/github`)).status).toBe(405);
  });

  test("of another path, which is left to others", async () => {
    expect((await deliver(body, {}, "/api/gitlab/webhooks")).status).toBe(404);
  });

  test("when whoever sends it goes away in the middle", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.write(`${head}content-length: 500\r\n\r\n{`);
    await once(server, "request");
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await fetch(`${origin}/other`)).status).toBe(404);
  });
});

describe("there is no start", () => {
  const start = (options: Partial<typeof usual>) =>
    createGithubApp({ ...usual, receive: async () => "stored", ...options }).then(
      () => null,
      (error: unknown) => error,
    );

  test.each([
    ["", "is not set"],
    ["development", "Probot's default"],
  ])("with the webhook secret %j", async (webhookSecret, why) => {
    const error = await start({ webhookSecret });
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ setting: "WEBHOOK_SECRET", message: expect.stringContaining(why) });
  });

  test.each([
    ["", "No private key"],
    ["-----BEGIN RSA PRIVATE KEY-----\nno\n-----END RSA PRIVATE KEY-----", "cannot be read"],
  ])("with the private key %j", async (key, why) => {
    const error = await start({ privateKey: key });
    expect(error).toMatchObject({ name: "ConfigError", setting: "PRIVATE_KEY", message: expect.stringContaining(why) });
    expect(error).toMatchObject({ message: expect.stringContaining("PRIVATE_KEY_PATH") });
  });

  test("unless the key is good, also on one line as environments want it", async () => {
    expect(await start({ privateKey: privateKey.replaceAll("\n", "\\n") })).toBe(null);
  });
});
