import type { Model } from "../model/model.ts";
import type { Caller } from "./caller.ts";
import type { GithubApp, GithubContext } from "./github.ts";
import { HttpError } from "./http-error.ts";

interface Window {
  used: number;
  reset: number;
}

export interface RateLimits {
  /** Counts the request; 403 when nothing is left. */
  count(context: GithubContext): void;
  writeHeaders(context: GithubContext): void;
  addRoutes(app: GithubApp): void;
}

const hour = 3600;

/** The primary limit: 5,000 requests an hour for each account or installation, 60 for the unknown. */
export function createRateLimits(model: Model): RateLimits {
  const windows = new Map<string, Window>();
  const now = () => Math.floor(model.clock.wallNow() / 1000);

  function windowOf(caller: Caller): Window {
    const key = keyOf(caller);
    const known = windows.get(key);
    if (known !== undefined && known.reset > now()) return known;
    const fresh = { used: 0, reset: now() + hour };
    windows.set(key, fresh);
    return fresh;
  }
  const limitOf = (caller: Caller) => (caller.kind === "anonymous" ? 60 : 5000);
  const shown = (caller: Caller) => {
    const { used, reset } = windowOf(caller);
    return { limit: limitOf(caller), used, remaining: Math.max(0, limitOf(caller) - used), reset };
  };
  return {
    count(context) {
      if (context.req.path.endsWith("/rate_limit")) return;
      const caller = context.get("caller");
      const window = windowOf(caller);
      if (window.used >= limitOf(caller)) {
        const headers = {
          "x-ratelimit-limit": String(limitOf(caller)),
          "x-ratelimit-remaining": "0",
          "x-ratelimit-reset": String(window.reset),
        };
        throw new HttpError(403, "API rate limit exceeded", { headers });
      }
      window.used += 1;
    },
    writeHeaders(context) {
      const { limit, used, remaining, reset } = shown(context.get("caller"));
      context.header("x-ratelimit-limit", String(limit));
      context.header("x-ratelimit-used", String(used));
      context.header("x-ratelimit-remaining", String(remaining));
      context.header("x-ratelimit-reset", String(reset));
      context.header("x-ratelimit-resource", context.req.path.endsWith("/graphql") ? "graphql" : "core");
      context.header("x-github-request-id", `SIM:${model.newId()}`);
      context.header("x-github-media-type", "github.v3; format=json");
    },
    addRoutes(app) {
      app.get("/rate_limit", (context) => {
        const core = shown(context.get("caller"));
        const search = { ...core, limit: 30, used: 0, remaining: 30 };
        return context.json({ resources: { core, search, graphql: core }, rate: core });
      });
    },
  };
}

function keyOf(caller: Caller): string {
  switch (caller.kind) {
    case "anonymous":
      return "anonymous";
    case "app":
      return `app:${caller.app.id}`;
    case "user":
      return `user:${caller.account.id}`;
    case "installation":
      return `installation:${caller.installation.id}`;
    default:
      return caller satisfies never;
  }
}
