import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";
import type { ForgeCore } from "../face.ts";
import { isAtLeast, permissionOn } from "../model/access.ts";
import { findRepository } from "../model/model.ts";
import type { Permission, SimAccount, SimRepository } from "../model/types.ts";
import { type Caller, reaches } from "./caller.ts";
import { HttpError, notFound } from "./http-error.ts";

export interface GithubEnv {
  Bindings: HttpBindings;
  Variables: { caller: Caller };
}
export type GithubApp = Hono<GithubEnv>;
export type GithubContext = Context<GithubEnv>;

/** What an endpoint asks: of an app one of these permissions (`checks:write`), of a user this role in the repository. */
export interface Needs {
  readonly app: string | readonly string[];
  /** `null`: users cannot use it at all. */
  readonly user: Permission | null;
}

/** The repository of a route with `:owner/:repo`, if the caller may do this there. */
export function repositoryFor(core: ForgeCore, context: GithubContext, needs: Needs): SimRepository {
  const name = `${context.req.param("owner")}/${context.req.param("repo")}`;
  const repository = findRepository(core.model, name);
  if (repository === null) throw notFound();
  demand(core, context, repository, needs);
  return repository;
}

/** 404 for what the caller may not see, 403 for what it may not do. */
export function demand(core: ForgeCore, context: GithubContext, repository: SimRepository, needs: Needs): void {
  const caller = context.get("caller");
  const asked = typeof needs.app === "string" ? [needs.app] : needs.app;
  switch (caller.kind) {
    case "installation":
      demandOfApp(caller, repository, asked);
      return;
    case "user": {
      const permission = permissionOn(core.model, caller.account.id, repository);
      if (permission === null) throw notFound();
      if (needs.user === null) throw new HttpError(403, "You must authenticate via a GitHub App.");
      if (!isAtLeast(permission, needs.user)) throw new HttpError(403, `Must have ${needs.user} access to Repository.`);
      return;
    }
    case "app":
      throw new HttpError(401, "A JSON web token could not be decoded");
    case "anonymous":
      if (repository.isPrivate) throw notFound();
      if (needs.user !== "read" || asked.some(isWrite)) throw new HttpError(401, "Requires authentication");
      return;
    default:
      caller satisfies never;
  }
}

const isWrite = (permission: string) => permission.endsWith(":write");

function demandOfApp(
  caller: Extract<Caller, { kind: "installation" }>,
  repository: SimRepository,
  asked: readonly string[],
): void {
  const isHere = reaches(caller, repository);
  if (!isHere && repository.isPrivate) throw notFound();
  const may = isHere ? asked.some((one) => hasPermission(caller, one)) : !asked.some(isWrite);
  if (!may) throw notAccessible(asked);
}

export function hasPermission(caller: Extract<Caller, { kind: "installation" }>, asked: string): boolean {
  const [name = "", level = "read"] = asked.split(":");
  const granted = (caller.token.permissions ?? caller.installation.permissions)[name];
  if (granted === undefined) return false;
  return level === "read" || granted === level || granted === "admin";
}

export function notAccessible(asked: readonly string[]): HttpError {
  const accepted = asked.map((one) => one.replace(":", "=")).join("; ");
  return new HttpError(403, "Resource not accessible by integration", {
    headers: { "x-accepted-github-permissions": accepted },
  });
}

/** The account that acts: a user, or an app's bot. */
export function actorOf(context: GithubContext): SimAccount {
  const caller = context.get("caller");
  if (caller.kind === "user" || caller.kind === "installation") return caller.account;
  throw new HttpError(401, "Requires authentication");
}

/** The body of a request as a plain object; GitHub answers 400 for what is no JSON. */
export async function readBody(context: GithubContext): Promise<Record<string, unknown>> {
  const text = await context.req.text();
  if (text === "") return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new HttpError(400, "Problems parsing JSON");
  }
  if (typeof body !== "object" || body === null) throw new HttpError(400, "Body should be a JSON object");
  // An object of JSON has text keys and unknown values.
  return body as Record<string, unknown>;
}

export function textIn(body: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = body[key];
  return typeof value === "string" ? value : undefined;
}

export function numberIn(body: Readonly<Record<string, unknown>>, key: string): number | undefined {
  const value = body[key];
  return typeof value === "number" ? value : undefined;
}

export function listIn(body: Readonly<Record<string, unknown>>, key: string): readonly unknown[] {
  const value = body[key];
  return Array.isArray(value) ? value : [];
}

export function numberParam(context: GithubContext, name: string): number {
  const value = Number(context.req.param(name));
  if (!Number.isInteger(value)) throw notFound();
  return value;
}

/** One page of a list, with GitHub's Link header. `envelope` wraps it as `{ total_count, [envelope]: [...] }`. */
export async function answerPage<T>(
  context: GithubContext,
  items: readonly T[],
  render: (item: T) => unknown,
  envelope?: string,
): Promise<Response> {
  const url = new URL(context.req.url);
  const perPage = Math.min(100, Math.max(1, Number(url.searchParams.get("per_page") ?? 30) || 30));
  const page = Math.max(1, Number(url.searchParams.get("page") ?? 1) || 1);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const shown = await Promise.all(items.slice((page - 1) * perPage, page * perPage).map(render));
  const linkTo = (to: number, rel: string) => {
    url.searchParams.set("page", String(to));
    return `<${url}>; rel="${rel}"`;
  };
  const links: string[] = [];
  if (page > 1) links.push(linkTo(page - 1, "prev"));
  if (page < last) links.push(linkTo(page + 1, "next"), linkTo(last, "last"));
  if (page > 1) links.push(linkTo(1, "first"));
  if (links.length > 0) context.header("link", links.join(", "));
  return context.json(envelope === undefined ? shown : { total_count: items.length, [envelope]: shown });
}
