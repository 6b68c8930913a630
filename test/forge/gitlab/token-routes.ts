import { randomBytes } from "node:crypto";
import { addAccount, createToken } from "../model/accounts.ts";
import type { SimToken } from "../model/types.ts";
import { type Asked, badRequest, integer, notFound, paged, projectOf, requiredText, text } from "./http.ts";
import { listOf } from "./merge-request-routes.ts";
import type { Routes } from "./routes.ts";

const scopes = ["api", "read_api", "read_user", "read_repository", "write_repository"];

/**
 * Project access tokens (each is an account of its own, a bot, and a member) and one's own personal tokens.
 * Source: https://docs.gitlab.com/api/project_access_tokens/ and https://docs.gitlab.com/api/personal_access_tokens/
 */
export function addTokenRoutes(routes: Routes): void {
  const list = "/projects/:id/access_tokens";
  routes.get(list, (asked) => {
    const repository = projectOf(asked, 40);
    const own = asked.model.tokens.filter(
      (one) => one.kind === "project" && one.repositoryIds?.includes(repository.id),
    );
    return paged(asked, own, (token) => render(asked, token));
  });
  routes.post(list, (asked) => {
    const repository = projectOf(asked, 40);
    const wanted = scopesOf(asked);
    const accessLevel = integer(asked.params, "access_level") ?? 40;
    const suffix = randomBytes(16).toString("hex");
    const login = `project_${repository.id}_bot_${suffix}`;
    const name = requiredText(asked.params, "name");
    const bot = addAccount(asked.model, { login, name, kind: "bot", emails: [`${login}@noreply.gitlab.example`] });
    repository.collaborators.push({ accountId: bot.id, permission: "write", accessLevel });
    const expiresAt = text(asked.params, "expires_at");
    const kind = "project" as const;
    const given = { accountId: bot.id, kind, repositoryIds: [repository.id], scopes: wanted, expiresAt };
    const token = createToken(asked.model, given);
    return Response.json(
      { ...render(asked, token), name, access_level: accessLevel, token: token.token },
      { status: 201 },
    );
  });
  routes.delete(`${list}/:token`, (asked) => {
    projectOf(asked, 40);
    const found = asked.model.tokens.find((one) => String(idOf(asked, one)) === asked.context.req.param("token"));
    if (found === undefined) throw notFound("Token");
    found.isRevoked = true;
    return new Response(null, { status: 204 });
  });
  routes.get("/personal_access_tokens/self", (asked) => Response.json(render(asked, asked.token)));
}

function scopesOf(asked: Asked): string[] {
  const wanted = listOf(asked.params.scopes);
  if (wanted.length === 0 || wanted.some((scope) => !scopes.includes(scope))) {
    throw badRequest("scopes does not have a valid value");
  }
  return wanted;
}

/** Tokens have no number in the model: their place in the list serves. */
function idOf(asked: Asked, token: SimToken): number {
  return asked.model.tokens.indexOf(token) + 1;
}

function render(asked: Asked, token: SimToken) {
  return {
    id: idOf(asked, token),
    revoked: token.isRevoked,
    active: !token.isRevoked,
    scopes: token.scopes,
    user_id: token.accountId,
    expires_at: token.expiresAt?.slice(0, 10) ?? null,
  };
}
