import type { HttpBindings } from "@hono/node-server";
import type { Context, MiddlewareHandler, Next } from "hono";

export type RequestFault =
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: number; readonly body?: unknown }
  /** GitHub's 403, GitLab's 429. */
  | { readonly kind: "secondary-rate-limit"; readonly retryAfter: number }
  /** The primary limit: nothing remains until it is reset. */
  | { readonly kind: "rate-limit"; readonly resetInSeconds: number }
  /** Ends the connection without an answer: before the work is done, or after (the client cannot tell). */
  | { readonly kind: "cut"; readonly when: "before" | "after" }
  /** Waits, then works as usual. */
  | { readonly kind: "delay"; readonly ms: number }
  /** The answer's body trickles, so many milliseconds between its pieces. */
  | { readonly kind: "slow-body"; readonly ms: number; readonly pieces: number };

export interface RequestFaultRule {
  readonly method: string | null;
  /** Found in the path and query. */
  readonly path: RegExp;
  /** How many fitting requests pass unharmed before it works. */
  skip: number;
  times: number | null;
  readonly fault: RequestFault;
}

export interface RequestFaults {
  /** Answers whether the fault has met all the requests that it is for. */
  add(rule: {
    readonly method?: string | null;
    readonly path?: string;
    readonly skip?: number;
    readonly times?: number | null;
    readonly fault: RequestFault;
  }): () => boolean;
  clear(): void;
  readonly middleware: MiddlewareHandler<{ Bindings: HttpBindings }>;
}

type Render = (fault: Extract<RequestFault, { kind: "secondary-rate-limit" | "rate-limit" }>) => Response;

export function createRequestFaults(render: Render): RequestFaults {
  let rules: RequestFaultRule[] = [];

  function take(method: string, path: string): RequestFault | null {
    for (const rule of rules) {
      if (rule.times === 0 || (rule.method !== null && rule.method !== method) || !rule.path.test(path)) continue;
      if (rule.skip > 0) {
        rule.skip -= 1;
        continue;
      }
      if (rule.times !== null) rule.times -= 1;
      return rule.fault;
    }
    return null;
  }
  return {
    add({ method = null, path = "", skip = 0, times = 1, fault }) {
      const rule = { method, path: new RegExp(path), skip, times, fault };
      rules.push(rule);
      return () => rule.times === 0;
    },
    clear() {
      rules = [];
    },
    async middleware(context, next) {
      const url = new URL(context.req.url);
      if (url.pathname.startsWith("/_sim/")) return next();
      const fault = take(context.req.method, url.pathname + url.search);
      return fault === null ? next() : applyFault(context, next, fault, render);
    },
  };
}

async function applyFault(
  context: Context<{ Bindings: HttpBindings }>,
  next: Next,
  fault: RequestFault,
  render: Render,
): Promise<Response | undefined> {
  switch (fault.kind) {
    case "status": {
      const headers = new Headers({ "content-type": "application/json" });
      if (fault.retryAfter !== undefined) headers.set("retry-after", String(fault.retryAfter));
      const body = fault.body ?? { message: `Simulated ${fault.status}` };
      return new Response(typeof body === "string" ? body : JSON.stringify(body), { status: fault.status, headers });
    }
    case "secondary-rate-limit":
    case "rate-limit":
      return render(fault);
    case "cut":
      if (fault.when === "after") await next();
      context.env.incoming.socket.destroy();
      return new Response(null, { status: 500 });
    case "delay":
      await sleep(fault.ms);
      await next();
      return;
    case "slow-body":
      await next();
      context.res = await trickle(context.res, fault);
      return;
    default:
      return fault satisfies never;
  }
}

async function trickle(response: Response, fault: { readonly ms: number; readonly pieces: number }): Promise<Response> {
  const body = new Uint8Array(await response.arrayBuffer());
  const size = Math.max(1, Math.ceil(body.length / fault.pieces));
  const stream = new ReadableStream({
    async start(controller) {
      for (let at = 0; at < body.length; at += size) {
        controller.enqueue(body.slice(at, at + size));
        await sleep(fault.ms);
      }
      controller.close();
    },
  });
  return new Response(stream, { status: response.status, headers: response.headers });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
