import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { ForgeCore } from "../face.ts";
import { accessLevelOn } from "../model/access.ts";
import { accountOf, findRepository, type Model } from "../model/model.ts";
import { SimError, type SimErrorCode } from "../model/sim-error.ts";
import type { SimAccount, SimRepository, SimToken } from "../model/types.ts";

export type GitlabContext = Context<{ Bindings: HttpBindings }>;

/** GitLab's refusal, in its words: https://docs.gitlab.com/api/rest/troubleshooting/#status-codes */
export class GitlabRefusal extends Error {
  override readonly name = "GitlabRefusal";
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
  }
}

export function notFound(what: string): GitlabRefusal {
  return new GitlabRefusal(404, { message: `404 ${what} Not Found` });
}

export function forbidden(): GitlabRefusal {
  return new GitlabRefusal(403, { message: "403 Forbidden" });
}

export function badRequest(why: unknown): GitlabRefusal {
  return new GitlabRefusal(400, { message: why });
}

export function missing(parameter: string): GitlabRefusal {
  return new GitlabRefusal(400, { error: `${parameter} is missing` });
}

const statusOf: Readonly<Record<SimErrorCode, number>> = {
  "not-found": 404,
  invalid: 400,
  forbidden: 403,
  conflict: 409,
  "not-mergeable": 405,
  gone: 410,
};

export function renderRefusal(error: unknown): Response {
  if (error instanceof GitlabRefusal) return Response.json(error.body, { status: error.status });
  if (error instanceof SimError) {
    const message = error.code === "not-found" ? `404 ${error.message} Not Found` : error.message;
    return Response.json(
      { message: error.code === "conflict" ? [message] : message },
      { status: statusOf[error.code] },
    );
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return Response.json({ message: "500 Internal Server Error", detail }, { status: 500 });
}

/** What a request is handled with: who asks, and what they sent (body and query as one, as GitLab takes them). */
export interface Asked {
  readonly core: ForgeCore;
  readonly model: Model;
  readonly context: GitlabContext;
  readonly token: SimToken;
  readonly account: SimAccount;
  readonly params: Readonly<Record<string, unknown>>;
}

export async function readAsked(core: ForgeCore, context: GitlabContext): Promise<Asked> {
  const params = await readParams(context);
  const token = authenticate(core.model, context);
  requireScope(context, token);
  return { core, model: core.model, context, token, account: accountOf(core.model, token.accountId), params };
}

/** Source: https://docs.gitlab.com/api/rest/authentication/ */
function authenticate(model: Model, context: GitlabContext): SimToken {
  const bearer = /^bearer (.+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
  const text = context.req.header("private-token") ?? bearer ?? context.req.query("private_token") ?? null;
  const found = text === null ? undefined : model.tokens.find((one) => one.token === text);
  if (found === undefined) throw new GitlabRefusal(401, { message: "401 Unauthorized" });
  if (found.isRevoked) throw invalidToken("Token was revoked. You have to re-authorize from the user.");
  if (found.expiresAt !== null && Date.parse(found.expiresAt) <= model.clock.wallNow()) {
    throw invalidToken("Token is expired. You can either do re-authorization or token refresh.");
  }
  if (accountOf(model, found.accountId).state !== "active") throw forbidden();
  return found;
}

function invalidToken(description: string): GitlabRefusal {
  return new GitlabRefusal(401, { error: "invalid_token", error_description: description });
}

/** Source: https://docs.gitlab.com/user/profile/personal_access_tokens/#personal-access-token-scopes */
function requireScope(context: GitlabContext, token: SimToken): void {
  const isRead = context.req.method === "GET" || context.req.method === "HEAD";
  const isUser = /^\/api\/v4\/users?(\/|$)/.test(context.req.path);
  const good = isRead ? ["api", "read_api", ...(isUser ? ["read_user"] : [])] : ["api"];
  if (token.scopes.some((scope) => good.includes(scope))) return;
  throw new GitlabRefusal(403, {
    error: "insufficient_scope",
    error_description: "The request requires higher privileges than provided by the access token.",
    scope: good.join(" "),
  });
}

async function readParams(context: GitlabContext): Promise<Record<string, unknown>> {
  const params: Record<string, unknown> = {};
  for (const [key, value] of new URL(context.req.url).searchParams) put(params, key, value);
  const type = (context.req.header("content-type") ?? "").split(";")[0]?.trim();
  if (type === "application/json") {
    const text = await context.req.text();
    Object.assign(params, text === "" ? {} : parseJson(text));
  } else if (type === "application/x-www-form-urlencoded" || type === "multipart/form-data") {
    const form = await context.req.formData();
    for (const [key, value] of form) put(params, key, value);
  }
  return params;
}

function parseJson(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    throw new GitlabRefusal(400, { error: "The provided content-type 'application/json' is not supported." });
  }
}

/** `position[new_line]`, `ids[]` and `allowed_to_merge[][user_id]` (or with a number in the brackets), as Rack reads them. */
function put(params: Record<string, unknown>, key: string, value: unknown): void {
  const inList = /^([^[]+)\[\d*\]\[([^\]]+)\]$/.exec(key);
  if (inList !== null) {
    const [, outer = "", inner = ""] = inList;
    const list = params[outer];
    // An entry ends where a key comes for the second time.
    const entries = Array.isArray(list) ? [...list] : [];
    const last = entries.at(-1);
    if (last === undefined || Object.hasOwn(last, inner)) entries.push({ [inner]: value });
    else entries[entries.length - 1] = { ...last, [inner]: value };
    params[outer] = entries;
    return;
  }
  const nested = /^([^[]+)\[([^\]]*)\]$/.exec(key);
  if (nested === null) {
    params[key] = value;
    return;
  }
  const [, outer = "", inner = ""] = nested;
  if (inner === "") {
    const list = params[outer];
    params[outer] = [...(Array.isArray(list) ? list : []), value];
  } else {
    // Only ever made here.
    const object = (params[outer] ?? {}) as Record<string, unknown>;
    params[outer] = { ...object, [inner]: value };
  }
}

export function text(params: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = params[name];
  if (value === undefined || value === null) return null;
  return String(value);
}

export function requiredText(params: Readonly<Record<string, unknown>>, name: string): string {
  const value = text(params, name);
  if (value === null || value === "") throw missing(name);
  return value;
}

export function integer(params: Readonly<Record<string, unknown>>, name: string): number | null {
  const value = text(params, name);
  if (value === null || value === "") return null;
  if (!/^\d+$/.test(value)) throw new GitlabRefusal(400, { error: `${name} is invalid` });
  return Number(value);
}

export function flag(params: Readonly<Record<string, unknown>>, name: string): boolean | null {
  const value = text(params, name);
  return value === null ? null : ["true", "1", "t", "yes"].includes(value.toLowerCase());
}

export function pathNumber(asked: Asked, name: string): number {
  const value = asked.context.req.param(name) ?? "";
  if (!/^\d+$/.test(value)) throw new GitlabRefusal(400, { error: `${name} is invalid` });
  return Number(value);
}

/** Access level of the asking account; what is public may be read by all. A token of one project sees no other. */
export function levelOn(asked: Asked, repository: SimRepository): number {
  const isOutside = asked.token.repositoryIds !== null && !asked.token.repositoryIds.includes(repository.id);
  const level = isOutside ? 0 : accessLevelOn(asked.model, asked.account.id, repository);
  return level === 0 && !repository.isPrivate ? 1 : level;
}

/** The project of the path: 404 when it may not be seen, 403 when `level` is not reached. */
export function projectOf(asked: Asked, level = 20): SimRepository {
  const name = decodeURIComponent(asked.context.req.param("id") ?? "");
  const repository = /^\d+$/.test(name)
    ? asked.model.repositories.find((one) => one.id === Number(name))
    : findRepository(asked.model, name);
  if (repository === undefined || repository === null) throw notFound("Project");
  const own = levelOn(asked, repository);
  if (own === 0) throw notFound("Project");
  const isPublicRead = own === 1 && level <= 20;
  if (!isPublicRead && own < level) throw forbidden();
  return repository;
}

/** Offset pagination with GitLab's headers: https://docs.gitlab.com/api/rest/#offset-based-pagination */
export function paged<T>(asked: Asked, items: readonly T[], render: (item: T) => unknown): Response {
  const { page, perPage } = pageOf(asked);
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const shown = items.slice((page - 1) * perPage, page * perPage);
  const next = page < pages ? page + 1 : null;
  const previous = page > 1 ? page - 1 : null;
  const link = (rel: string, to: number) =>
    `<${urlWith(asked, { page: String(to), per_page: String(perPage) })}>; rel="${rel}"`;
  const links = [
    ...(previous === null ? [] : [link("prev", previous)]),
    ...(next === null ? [] : [link("next", next)]),
    link("first", 1),
    link("last", pages),
  ];
  return Response.json(shown.map(render), {
    headers: {
      link: links.join(", "),
      "x-page": String(page),
      "x-per-page": String(perPage),
      "x-next-page": next === null ? "" : String(next),
      "x-prev-page": previous === null ? "" : String(previous),
      "x-total": String(items.length),
      "x-total-pages": String(pages),
    },
  });
}

/** Keyset pagination by id where it is asked for: https://docs.gitlab.com/api/rest/#keyset-based-pagination */
export function pagedByKey<T extends { readonly id: number }>(
  asked: Asked,
  items: readonly T[],
  render: (item: T) => unknown,
): Response {
  const isDescending = text(asked.params, "sort") !== "asc";
  const sorted = items.toSorted((a, b) => (isDescending ? b.id - a.id : a.id - b.id));
  if (text(asked.params, "pagination") !== "keyset") return paged(asked, sorted, render);
  const order = text(asked.params, "order_by");
  if (order !== null && order !== "id")
    throw new GitlabRefusal(405, { error: "Keyset pagination is not yet available for this type of request" });
  const { perPage } = pageOf(asked);
  const name = isDescending ? "id_before" : "id_after";
  const bound = integer(asked.params, name);
  const rest = sorted.filter((one) => bound === null || (isDescending ? one.id < bound : one.id > bound));
  const shown = rest.slice(0, perPage);
  const last = shown.at(-1);
  const link = rest.length > perPage && last ? `<${urlWith(asked, { [name]: String(last.id) })}>; rel="next"` : null;
  return Response.json(shown.map(render), { headers: link === null ? {} : { link } });
}

function pageOf(asked: Asked): { readonly page: number; readonly perPage: number } {
  const perPage = integer(asked.params, "per_page") ?? 20;
  return { page: Math.max(1, integer(asked.params, "page") ?? 1), perPage: Math.min(100, Math.max(1, perPage)) };
}

function urlWith(asked: Asked, changes: Readonly<Record<string, string>>): string {
  const asWas = new URL(asked.context.req.url);
  const url = new URL(asWas.pathname + asWas.search, asked.core.url());
  for (const [key, value] of Object.entries(changes)) url.searchParams.set(key, value);
  return url.href;
}
