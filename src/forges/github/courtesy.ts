import { setTimeout as sleep } from "node:timers/promises";
import type { ProbotOctokit } from "probot";
import { ForgeError } from "../../domain/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import { createEtagCache } from "./etag-cache.ts";
import { toForgeError } from "./forge-error.ts";
import { createTokenBucket } from "./token-bucket.ts";

export interface Courtesy {
  readonly clock: Clock;
  /** How long one request may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Waits before reading again what failed, in milliseconds, one for each further try. */
  readonly retryReadsAfter: readonly number[];
  /** The variable of the token that is asked with; absent: it is the app that asks. */
  readonly tokenVariable?: string;
}

export const usualCourtesy: Omit<Courtesy, "clock"> = { timeoutMs: 30_000, retryReadsAfter: [300, 1500] };

type Send = (options: RequestOptions) => Promise<Answer>;
interface RequestOptions {
  method: string;
  url: string;
  headers: Record<string, string | number | undefined>;
  request?: { signal?: AbortSignal } & Record<string, unknown>;
  query?: unknown;
}
interface Answer {
  status: number;
  headers: Record<string, string | number | undefined>;
  data: unknown;
}

/** Content that notifies people: GitHub lets 80 a minute pass. Other writes cost 5 of 900 points a minute, so 180 pass. */
const content = /\/(comments|issues|pulls|deployments)$/;
const limits = { content: { capacity: 40, perSecond: 40 / 60 }, other: { capacity: 90, perSecond: 90 / 60 } };

/**
 * Manners towards GitHub, for one installation: reads are tried again when it stumbles, and cost nothing when nothing has
 * changed; writes go one after the other and not faster than it wants (checks do not queue behind comments), and are never
 * repeated here, since the whole publication is; once a rate limit is hit, everybody is told at once how long to wait,
 * instead of holding a worker. A body that was cut off is an error, never an empty list. Everything is thrown as `ForgeError`.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export function courtesy(
  octokit: Pick<ProbotOctokit, "hook" | "auth">,
  options: { auth?: unknown },
  manners: Courtesy,
): object {
  const { clock } = manners;
  const etags = createEtagCache();
  const contentBucket = createTokenBucket({ ...limits.content, clock, sleep });
  const otherBucket = createTokenBucket({ ...limits.other, clock, sleep });
  let lastWrite: Promise<unknown> = Promise.resolve();
  let blockedUntil = 0;

  const send = async (request: Send, asked: RequestOptions): Promise<Answer> => {
    const left = blockedUntil - clock.now().getTime();
    if (left > 0) throw stillLimited(left);
    try {
      asked.request = { ...asked.request, signal: AbortSignal.timeout(manners.timeoutMs) };
      return whole(await request(asked), asked);
    } catch (error) {
      const ours = toForgeError(error, clock.now(), manners.tokenVariable ?? null);
      if (ours instanceof ForgeError && ours.retryAfterMs !== null) {
        blockedUntil = clock.now().getTime() + ours.retryAfterMs;
      }
      throw ours;
    }
  };

  const sendWithFreshToken = async (request: Send, asked: RequestOptions): Promise<Answer> => {
    try {
      return await send(request, asked);
    } catch (error) {
      if (!(error instanceof ForgeError) || error.status !== 401 || !isInstallation(options.auth)) throw error;
      await octokit.auth({ type: "installation", refresh: true });
      return await send(request, asked);
    }
  };

  const read = async (request: Send, asked: RequestOptions): Promise<Answer> => {
    for (const wait of manners.retryReadsAfter) {
      try {
        return await etags.read(asked, () => sendWithFreshToken(request, asked));
      } catch (error) {
        if (!isStumbling(error)) throw error;
        await sleep(wait);
      }
    }
    return await etags.read(asked, () => sendWithFreshToken(request, asked));
  };

  const write = async (request: Send, asked: RequestOptions): Promise<Answer> => {
    await (asked.method === "POST" && content.test(asked.url) ? contentBucket : otherBucket).take();
    const done = lastWrite.then(() => sendWithFreshToken(request, asked));
    lastWrite = done.catch(() => {}); // whoever asked for it gets the error
    return await done;
  };

  // The hook's own types know each route's parameters; here only what every request has is used.
  const wrap = octokit.hook.wrap as unknown as (
    name: "request",
    by: (request: Send, asked: RequestOptions) => unknown,
  ) => void;
  wrap("request", (request, asked) => (isRead(asked) ? read(request, asked) : write(request, asked)));
  return {};
}

function isRead({ method, url, query }: RequestOptions): boolean {
  if (method === "GET" || method === "HEAD") return true;
  return url.endsWith("/graphql") && !String(query).trimStart().startsWith("mutation");
}

/** No answer, or a fault of the server's own: neither a limit nor a refusal. */
function isStumbling(error: unknown): boolean {
  if (!(error instanceof ForgeError) || error.retryAfterMs !== null) return false;
  return error.retryable && error.status !== 401;
}

function isInstallation(auth: unknown): boolean {
  return typeof auth === "object" && auth !== null && "installationId" in auth;
}

function stillLimited(ms: number): ForgeError {
  return new ForgeError(`GitHub's rate limit is reached. It ends in ${Math.ceil(ms / 1000)} s.`, {
    status: 429,
    retryable: true,
    retryAfterMs: ms,
  });
}

/** Octokit gives the text it has where JSON was cut off, and its pagination takes an empty text for an empty list. */
function whole(answer: Answer, asked: RequestOptions): Answer {
  const type = String(answer.headers["content-type"] ?? "");
  if (!type.includes("json") || typeof answer.data !== "string" || answer.status === 204) return answer;
  throw new ForgeError(`GitHub's answer to ${asked.method} ${asked.url} was cut off. Try again.`, {
    status: answer.status,
    retryable: true,
    retryAfterMs: null,
  });
}
