import { ForgeError } from "../../domain/errors.ts";
import { explainConnectionFailure } from "../../formats/connection-failure.ts";
import { type AnswerHeaders, explainRefusal } from "./refusal.ts";

/** What `@octokit/request` throws, as far as it is used here. */
interface RequestFailure extends Error {
  readonly status: number;
  readonly request: { readonly method: string; readonly url: string };
  readonly response?: { readonly headers: AnswerHeaders; readonly data?: unknown };
}

const minute = 60_000;

/**
 * What went wrong, in our words, which name what was asked with: the token in this variable, or the app. Anything that is not an
 * HTTP failure is given back as it is: it is a bug.
 * Rate limits: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function toForgeError(error: unknown, now: Date, tokenVariable: string | null): unknown {
  if (!isRequestFailure(error)) return error;
  const url = new URL(error.request.url, "https://api.github.com");
  const what = `${error.request.method} ${url.pathname}`;
  if (error.response === undefined) {
    return new ForgeError(
      `GitHub at ${url.origin} gave no answer to ${what} (${oneLine(error.message)}). ${explainConnectionFailure(error)}`,
      { status: null, retryable: true, retryAfterMs: null },
      { cause: error },
    );
  }

  const wait = readWait(error, now);
  if (wait !== null) {
    const whose = tokenVariable === null ? "" : ` for the token in ${tokenVariable}`;
    return new ForgeError(
      `GitHub's rate limit${whose} is reached, at ${what}. It ends in ${Math.ceil(wait / 1000)} s.`,
      { status: error.status, retryable: true, retryAfterMs: wait },
      { cause: error },
    );
  }
  const { status } = error;
  const retryable = status >= 500 || status === 408 || status === 401;
  const said = `GitHub answered ${status} to ${what} (${oneLine(error.message)})`;
  const why =
    status >= 500
      ? "it has a problem of its own: try again later"
      : explainRefusal(status, error.response.headers, tokenVariable);
  const message = why === null ? `${said}.` : `${said}: ${why}.`;
  return new ForgeError(message, { status, retryable, retryAfterMs: null }, { cause: error });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** How long a rate limit asks us to wait, in milliseconds; `null` when it is not about a rate limit. */
function readWait(error: RequestFailure, now: Date): number | null {
  if (error.status !== 403 && error.status !== 429) return null;
  const headers = error.response?.headers ?? {};
  const retryAfter = Number(headers["retry-after"] ?? Number.NaN);
  if (Number.isFinite(retryAfter)) return Math.max(retryAfter, 1) * 1000;

  if (String(headers["x-ratelimit-remaining"]) === "0") {
    const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN) * 1000;
    return Number.isFinite(reset) ? Math.max(reset - now.getTime(), 0) + 1000 : minute;
  }
  return error.status === 429 || isAboutSecondaryLimit(error.response?.data) ? minute : null;
}

function isAboutSecondaryLimit(data: unknown): boolean {
  if (typeof data !== "object" || data === null || !("documentation_url" in data)) return false;
  return /secondary-rate-limits|abuse-rate-limits/.test(String(data.documentation_url));
}

function isRequestFailure(error: unknown): error is RequestFailure {
  return error instanceof Error && "status" in error && "request" in error;
}
