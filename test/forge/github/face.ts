import { Hono } from "hono";
import type { Face, ForgeCore, SimApplication } from "../face.ts";
import { isAtLeast, permissionOn } from "../model/access.ts";
import { SimError, type SimErrorCode } from "../model/sim-error.ts";
import type { SimRepository } from "../model/types.ts";
import { callerOfToken, reaches, readCaller } from "./caller.ts";
import { answerConditionally } from "./conditional.ts";
import { dismissStale, moveThreads, requestSuites } from "./follow-push.ts";
import { type GithubEnv, hasPermission } from "./github.ts";
import { addGraphqlRoutes } from "./graphql/endpoint.ts";
import { HttpError } from "./http-error.ts";
import { followQueue } from "./merge-queue.ts";
import { createRateLimits } from "./rate-limits.ts";
import { addAppRoutes } from "./routes/apps.ts";
import { addCheckRoutes } from "./routes/checks.ts";
import { addCommitRoutes } from "./routes/commits.ts";
import { addContentRoutes } from "./routes/contents.ts";
import { addDeploymentRoutes } from "./routes/deployments.ts";
import { addGitDataRoutes } from "./routes/git-data.ts";
import { addHookDeliveryRoutes } from "./routes/hook-deliveries.ts";
import { addIssueRoutes } from "./routes/issues.ts";
import { addOrganisationRoutes } from "./routes/organisations.ts";
import { addPullRoutes } from "./routes/pulls.ts";
import { addRepositoryRoutes } from "./routes/repositories.ts";
import { addReviewCommentRoutes } from "./routes/review-comments.ts";
import { addReviewRoutes } from "./routes/reviews.ts";
import { addRulesetRoutes } from "./routes/rulesets.ts";
import { addStatusRoutes } from "./routes/statuses.ts";
import { addTimelineRoutes } from "./routes/timeline.ts";
import { refusePush } from "./rules.ts";
import { dispatchEvent } from "./webhooks/dispatch.ts";

/** GitHub's face on the model: REST at the root (and below `/api/v3`), GraphQL, git tokens, rulesets, webhooks. */
export function createGithubFace(core: ForgeCore): Face {
  const { model } = core;
  model.listeners.push(async (event) => {
    if (event.kind === "change.synchronized") await moveThreads(event);
    await dispatchEvent(core, event);
    if (event.kind === "change.synchronized") await dismissStale(core, event);
    if (event.kind === "push") await requestSuites(core, event);
    if (event.kind === "check.completed") await followQueue(core, event.repository);
  });
  return {
    name: "github",
    addRoutes: (app) => addRoutes(app, core),
    readGitActor: (credentials, repository) => readGitActor(core, credentials, repository),
    refusePush: async (repository, accountId, updates) => refusePush(model, repository, accountId, updates),
    renderRateLimit: (fault) => {
      const isSecondary = fault.kind === "secondary-rate-limit";
      const reset = Math.ceil(Date.now() / 1000) + (isSecondary ? 3600 : fault.resetInSeconds);
      const body = {
        message: isSecondary
          ? "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
          : "API rate limit exceeded for installation.",
        documentation_url: "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api",
      };
      const headers = {
        "content-type": "application/json; charset=utf-8",
        "x-ratelimit-limit": "5000",
        "x-ratelimit-remaining": isSecondary ? "4000" : "0",
        "x-ratelimit-reset": String(reset),
        ...(isSecondary ? { "retry-after": String(fault.retryAfter) } : {}),
      };
      return new Response(JSON.stringify(body), { status: 403, headers });
    },
  };
}

function readGitActor(core: ForgeCore, credentials: { readonly password: string } | null, repository: SimRepository) {
  if (credentials === null) return repository.isPrivate ? null : { accountId: 0, canRead: true, canWrite: false };
  let caller: ReturnType<typeof callerOfToken>;
  try {
    caller = callerOfToken(core.model, credentials.password);
  } catch {
    return null;
  }
  if (caller.kind === "installation") {
    const isHere = reaches(caller, repository);
    const canRead = isHere && hasPermission(caller, "contents:read");
    return { accountId: caller.account.id, canRead, canWrite: isHere && hasPermission(caller, "contents:write") };
  }
  if (caller.kind !== "user") return null;
  const permission = permissionOn(core.model, caller.account.id, repository);
  return { accountId: caller.account.id, canRead: permission !== null, canWrite: isAtLeast(permission, "write") };
}

const statuses: Readonly<Record<SimErrorCode, number>> = {
  "not-found": 404,
  invalid: 422,
  forbidden: 403,
  conflict: 409,
  "not-mergeable": 405,
  gone: 410,
};

function addRoutes(app: SimApplication, core: ForgeCore): void {
  const api = new Hono<GithubEnv>();
  const limits = createRateLimits(core.model);
  api.use(answerConditionally);
  api.use(async (context, next) => {
    context.set("caller", readCaller(core.model, context.req.header("authorization")));
    limits.count(context);
    await next();
    limits.writeHeaders(context);
  });
  limits.addRoutes(api);
  addGraphqlRoutes(api, core);
  addAppRoutes(api, core);
  addHookDeliveryRoutes(api, core);
  addOrganisationRoutes(api, core);
  addReviewCommentRoutes(api, core);
  addReviewRoutes(api, core);
  addPullRoutes(api, core);
  addTimelineRoutes(api, core);
  addIssueRoutes(api, core);
  addCheckRoutes(api, core);
  addStatusRoutes(api, core);
  addDeploymentRoutes(api, core);
  addGitDataRoutes(api, core);
  addContentRoutes(api, core);
  addRulesetRoutes(api, core);
  addRepositoryRoutes(api, core);
  addCommitRoutes(api, core);
  // A mounted application's own notFound is never asked.
  app.notFound((context) => context.json(new HttpError(404, "Not Found").body, 404));
  api.onError((error, context) => {
    const known =
      error instanceof SimError
        ? new HttpError(statuses[error.code], error.code === "not-found" ? "Not Found" : error.message)
        : error;
    if (known instanceof HttpError) {
      // The status of an HttpError is one that a body may go with.
      return context.newResponse(JSON.stringify(known.body), known.status as 404, {
        "content-type": "application/json; charset=utf-8",
        ...known.headers,
      });
    }
    console.error(error);
    return context.json({ message: `Server Error: ${error.message}` }, 500);
  });
  app.route("/api/v3", api);
  app.route("/api", api);
  app.route("/", api);
}
