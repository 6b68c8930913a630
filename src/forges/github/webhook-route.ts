import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

export interface WebhookRouteOptions {
  readonly paths: readonly string[];
  readonly secret: string;
  /** In bytes. */
  readonly bodyLimit: number;
  /** Takes a delivery whose signature is right. Whatever it throws is answered with 500, so GitHub shows it as failed. */
  readonly receive: (delivery: VerifiedDelivery) => Promise<void>;
  readonly onError: (error: unknown, delivery: string) => void;
}

export interface VerifiedDelivery {
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
}

/** GitHub sends at most 25 MB. https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
export const usualBodyLimit = 25 * 1024 * 1024;

interface Reply {
  readonly status: number;
  readonly text: string;
}

/**
 * Takes GitHub's deliveries beside other routes of one server: answers and says `true`, or leaves the request alone.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function createWebhookRoute(
  options: WebhookRouteOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    if (!options.paths.includes(path.replace(/\/+$/, ""))) return false;
    const reply = await takeDelivery(options, request);
    if (reply !== null) respond(request, response, reply);
    return true;
  };
}

/** `null` when whoever sent it went away, so that nobody waits for an answer. */
async function takeDelivery(options: WebhookRouteOptions, request: IncomingMessage): Promise<Reply | null> {
  if (request.method !== "POST") return { status: 405, text: "Deliveries are sent by POST." };
  const id = header(request, "x-github-delivery");
  const event = header(request, "x-github-event");
  const signature = header(request, "x-hub-signature-256");
  if (!isJson(header(request, "content-type"))) {
    return { status: 415, text: 'Set the webhook\'s content type to "application/json".' };
  }
  if (signature === "") return { status: 401, text: "The delivery has no signature (X-Hub-Signature-256)." };

  const body = await readBody(request, options.bodyLimit);
  if (body === "gone") return null;
  if (body === "too large") return { status: 413, text: `A delivery has at most ${options.bodyLimit} bytes.` };
  if (!isSignedBy(options.secret, body, signature)) {
    return { status: 401, text: "The signature is not that of this app's webhook secret." };
  }
  if (id === "" || event === "") {
    return { status: 400, text: "X-GitHub-Delivery and X-GitHub-Event are needed." };
  }
  const payload = parse(body);
  if (payload === undefined) return { status: 400, text: "The body is not JSON." };
  try {
    await options.receive({ id, event, payload });
    return { status: 200, text: "ok" };
  } catch (error) {
    options.onError(error, id);
    return { status: 500, text: "The delivery could not be stored." };
  }
}

function readBody(request: IncomingMessage, limit: number): Promise<Buffer | "too large" | "gone"> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return Promise.resolve("too large");
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else resolve("too large");
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", () => resolve("gone"));
    request.on("close", () => resolve("gone")); // changes nothing after one of the others
  });
}

function isSignedBy(secret: string, body: Buffer, signature: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function isJson(contentType: string): boolean {
  return /^\s*application\/json\s*(;|$)/i.test(contentType);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
}

/** What was not read is thrown away with the connection. */
function respond(request: IncomingMessage, response: ServerResponse, { status, text }: Reply): void {
  const isRead = request.complete;
  response.writeHead(status, { "content-type": "text/plain", ...(isRead ? {} : { connection: "close" }) });
  response.end(`${text}\n`, () => {
    if (!isRead) request.destroy();
  });
}
