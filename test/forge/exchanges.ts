import type { HttpBindings } from "@hono/node-server";
import type { MiddlewareHandler } from "hono";

/** One request to the face and its answer, as they went over the wire. Bodies are JSON, or text where they are not. */
export interface Exchange {
  readonly method: string;
  /** Path and query, without the host. */
  readonly path: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: unknown;
}

export interface ExchangeRecorder {
  /** From now on exchanges are kept. Answers a function that ends this recording and gives what was kept since. */
  record(): () => readonly Exchange[];
  readonly middleware: MiddlewareHandler<{ Bindings: HttpBindings }>;
}

/** Keeps what clients say and are told, so that a test can hold it against the forge's own description. Git is left out. */
export function createExchangeRecorder(): ExchangeRecorder {
  const recordings = new Set<Exchange[]>();
  return {
    record() {
      const kept: Exchange[] = [];
      recordings.add(kept);
      return () => {
        recordings.delete(kept);
        return kept;
      };
    },
    async middleware(context, next) {
      const url = new URL(context.req.url);
      if (recordings.size === 0 || /\/(info\/refs|git-(upload|receive)-pack)$/.test(url.pathname)) return next();
      const requestBody = toBody(await context.req.raw.clone().text());
      const requestHeaders = Object.fromEntries(context.req.raw.headers);
      await next();
      const exchange: Exchange = {
        method: context.req.method,
        path: url.pathname + url.search,
        requestHeaders,
        requestBody,
        status: context.res.status,
        responseHeaders: Object.fromEntries(context.res.headers),
        responseBody: toBody(await context.res.clone().text()),
      };
      for (const recording of recordings) recording.push(exchange);
    },
  };
}

function toBody(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
