import { ForgeError } from "../../domain/errors.ts";

/** What `@octokit/request` throws, as far as it is used here. */
interface RequestFailure extends Error {
  readonly status: number;
  readonly request: { readonly method: string; readonly url: string };
  readonly response?: {
    readonly headers: Readonly<Record<string, string | number | undefined>>;
    readonly data?: unknown;
  };
}

const minute = 60_000;

/**
 * What went wrong, in our words. Anything that is not an HTTP failure is given back as it is: it is a bug.
 * Rate limits: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function toForgeError(error: unknown, now: Date): unknown {
  if (!isRequestFailure(error)) return error;
  const { method, url } = error.request;
  const what = `${method} ${new URL(url, "https://api.github.com").pathname}`;
  if (error.response === undefined) {
    return new ForgeError(
      `GitHub gave no answer to ${what} (${error.message}). It is tried again.`,
      { status: null, retryable: true, retryAfterMs: null },
      { cause: error },
    );
  }

  const wait = readWait(error, now);
  if (wait !== null) {
    return new ForgeError(
      `GitHub's rate limit is reached, at ${what}. It is tried again in ${Math.ceil(wait / 1000)} s.`,
      { status: error.status, retryable: true, retryAfterMs: wait },
      { cause: error },
    );
  }
  const { status } = error;
  const retryable = status >= 500 || status === 408 || status === 401;
  return new ForgeError(explain(error, what), { status, retryable, retryAfterMs: null }, { cause: error });
}

function explain(error: RequestFailure, what: string): string {
  const said = `GitHub answered ${error.status} to ${what} (${error.message})`;
  const accepted = error.response?.headers["x-accepted-github-permissions"];
  if (error.status === 403 && typeof accepted === "string" && accepted !== "") {
    return (
      `${said}: the app lacks a permission. It needs ${nameThePermissions(accepted)}. ` +
      `Add it in the app's settings under "Permissions & events", then have the installation's owner accept it.`
    );
  }
  if (error.status === 401) {
    return `${said}: the credentials are not accepted. Check APP_ID and PRIVATE_KEY (or PRIVATE_KEY_PATH), and the clock.`;
  }
  return error.status >= 500 ? `${said}. It is tried again.` : `${said}.`;
}

/** `issues=write; pull_requests=write` are alternatives, `contents=read,pull_requests=write` are needed together. */
function nameThePermissions(header: string): string {
  return header
    .split(";")
    .map((alternative) =>
      alternative
        .split(",")
        .map((one) => `"${one.trim().replace("=", ": ")}"`)
        .join(" and "),
    )
    .join(" or ");
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
