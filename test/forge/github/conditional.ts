import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { GithubEnv } from "./github.ts";

/** ETags on what is read, and 304 for those who have it. https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate */
export const answerConditionally: MiddlewareHandler<GithubEnv> = async (context, next) => {
  await next();
  const { res } = context;
  if (context.req.method !== "GET" || res.status !== 200) return;
  const body = await res.clone().arrayBuffer();
  const etag = `W/"${createHash("sha256").update(new Uint8Array(body)).digest("hex")}"`;
  const isKnown = context.req.header("if-none-match")?.split(/,\s*/).includes(etag) === true;
  const headers = new Headers(res.headers);
  headers.set("etag", etag);
  headers.set("cache-control", "private, max-age=60, s-maxage=60");
  headers.delete("content-length");
  context.res = isKnown ? new Response(null, { status: 304, headers }) : new Response(body, { status: 200, headers });
};
