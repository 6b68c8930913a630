import { setTimeout as sleep } from "node:timers/promises";
import type { FormattedResponse, RequestHandlerFn } from "@gitbeaker/requester-utils";
import type { Logger } from "pino";
import { ForgeError } from "../../domain/errors.ts";
import { explainConnectionFailure } from "../../formats/connection-failure.ts";
import type { Clock } from "../../ports/clock.ts";
import { explainRefusal } from "./refusal.ts";

export interface RequestLimits {
  /** How often one request is sent at most. */
  readonly attempts: number;
  /** The longest wait between two attempts, in milliseconds. A longer `Retry-After` goes to the caller instead. */
  readonly longestWaitMs: number;
}

interface Sending {
  readonly url: URL;
  readonly method: string;
  readonly init: RequestInit;
}

/**
 * Sends one request to GitLab, and sends it again after 429 and 5xx. A POST is repeated after 429 alone, as a 5xx does
 * not tell whether it was carried out: every publication looks for what is there before it writes, so the next look heals it.
 * @throws {ForgeError} naming what was refused and what to do now.
 */
export function createRequestHandler(dependencies: {
  readonly tokenVariable: string;
  readonly log: Logger;
  readonly clock: Clock;
  readonly limits: RequestLimits;
}): RequestHandlerFn {
  const { tokenVariable, log, clock, limits } = dependencies;
  return async (endpoint, options) => {
    const sending = prepare(endpoint, options ?? {});
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await sendOnce(sending, tokenVariable, clock);
      if (!(outcome instanceof ForgeError)) return outcome;
      const waitMs = outcome.retryAfterMs ?? 250 * 2 ** (attempt - 1);
      const again =
        isRepeatable(sending.method, outcome) && attempt < limits.attempts && waitMs <= limits.longestWaitMs;
      if (!again) throw outcome;
      log.debug({ forge: "gitlab", path: sending.url.pathname, status: outcome.status, waitMs }, "asking again");
      await sleep(waitMs);
    }
  };
}

function prepare(endpoint: string, options: Record<string, unknown>): Sending {
  // The options come from gitbeaker's own options handler, whose types the handler's signature does not carry.
  const given = options as {
    readonly prefixUrl?: string;
    readonly searchParams?: string;
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string | FormData;
    readonly signal?: AbortSignal;
  };
  const prefix = given.prefixUrl ?? "";
  const url = new URL(endpoint, prefix.endsWith("/") ? prefix : `${prefix}/`);
  url.search = given.searchParams ?? "";
  const method = given.method ?? "GET";
  const init: RequestInit = {
    method,
    redirect: "manual",
    ...(given.headers === undefined ? {} : { headers: given.headers }),
    ...(given.body === undefined ? {} : { body: given.body }),
    ...(given.signal === undefined ? {} : { signal: given.signal }),
  };
  return { url, method, init };
}

async function sendOnce(
  sending: Sending,
  tokenVariable: string,
  clock: Clock,
): Promise<FormattedResponse | ForgeError> {
  const { url, method, init } = sending;
  try {
    const response = await fetchInPlace(url, init);
    const text = await response.text();
    if (response.ok)
      return { body: readBody(text), headers: Object.fromEntries(response.headers), status: response.status };
    const { status } = response;
    const retryAfterMs = readRetryAfter(response.headers, clock);
    const message = explainRefusal({ status, method, path: url.pathname, text, tokenVariable, retryAfterMs });
    return new ForgeError(message, { status, retryable: status === 429 || status >= 500, retryAfterMs });
  } catch (cause) {
    const message = `GitLab at ${url.origin} gave no answer to ${method} ${url.pathname}. ${explainConnectionFailure(cause)}`;
    return new ForgeError(message, { status: null, retryable: true, retryAfterMs: null }, { cause });
  }
}

/** A moved project answers with its new address. The token goes nowhere else, so only this instance is followed, once. */
async function fetchInPlace(url: URL, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const location = response.headers.get("location");
  if (response.status < 300 || response.status > 399 || location === null || init.method !== "GET") return response;
  const to = new URL(location, url);
  return to.origin === url.origin ? fetch(to, init) : response;
}

/** JSON where it is JSON; anything else stays text, which no decoder accepts. */
function readBody(text: string): Record<string, unknown> | string | null {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3), or GitLab's `RateLimit-Reset` in seconds since 1970. */
function readRetryAfter(headers: Headers, clock: Clock): number | null {
  const after = headers.get("retry-after");
  if (after !== null && /^\d+$/.test(after.trim())) return Number(after) * 1000;
  const date = after === null ? Number.NaN : Date.parse(after);
  if (!Number.isNaN(date)) return Math.max(0, date - clock.now().getTime());
  const reset = headers.get("ratelimit-remaining") === "0" ? headers.get("ratelimit-reset") : null;
  if (reset === null || !/^\d+$/.test(reset)) return null;
  return Math.max(0, Number(reset) * 1000 - clock.now().getTime());
}

function isRepeatable(method: string, error: ForgeError): boolean {
  if (error.status === 429) return true;
  return error.retryable && method !== "POST";
}
