import type { Face, ForgeCore } from "../face.ts";
import { accessLevelOn } from "../model/access.ts";
import { findToken } from "../model/accounts.ts";
import type { SimRepository, SimToken } from "../model/types.ts";
import { addCommitRoutes } from "./commit-routes.ts";
import { addDeploymentRoutes } from "./deployment-routes.ts";
import { addEventRoutes } from "./event-routes.ts";
import { addHookRoutes } from "./hook-routes.ts";
import { addIssueRoutes } from "./issue-routes.ts";
import { addMergeRequestRoutes } from "./merge-request-routes.ts";
import { addDiscussionRoutes, addNoteRoutes } from "./notes-routes.ts";
import { addGroupRoutes, addProjectMemberRoutes, addUserRoutes } from "./people-routes.ts";
import { addProjectRoutes } from "./project-routes.ts";
import { refusalsOf } from "./protection.ts";
import { createRoutes } from "./routes.ts";
import { addStatusRoutes } from "./status-routes.ts";
import { writeSystemNotes } from "./system-notes.ts";
import { addTokenRoutes } from "./token-routes.ts";
import { sendWebhooks } from "./webhooks.ts";

/** GitLab's face on the model: its v4 API, its system notes, its webhooks, and who may speak git. */
export function createGitlabFace(core: ForgeCore): Face {
  core.model.listeners.push(async (event) => {
    await writeSystemNotes(core.model, event);
    await sendWebhooks(core, event);
  });
  return {
    name: "gitlab",
    addRoutes(app) {
      const routes = createRoutes(app, core);
      addUserRoutes(routes);
      addGroupRoutes(routes);
      addProjectMemberRoutes(routes);
      addProjectRoutes(routes);
      addMergeRequestRoutes(routes);
      addNoteRoutes(routes);
      addDiscussionRoutes(routes);
      addCommitRoutes(routes);
      addStatusRoutes(routes);
      addIssueRoutes(routes);
      addDeploymentRoutes(routes);
      addEventRoutes(routes);
      addHookRoutes(routes);
      addTokenRoutes(routes);
      app.all("/api/v4/*", () => Response.json({ error: "404 Not Found" }, { status: 404 }));
    },
    readGitActor(credentials, repository) {
      const token = credentials === null ? null : findToken(core.model, credentials.password);
      if (token === null) return null;
      const level = levelOf(core, token, repository);
      const canRead = level >= 20 && hasScope(token, ["api", "read_api", "read_repository", "write_repository"]);
      return {
        accountId: token.accountId,
        canRead,
        canWrite: canRead && level >= 30 && hasScope(token, ["api", "write_repository"]),
      };
    },
    refusePush: async (repository, accountId, updates) => refusalsOf(core.model, repository, accountId, updates),
    renderRateLimit: (fault) => {
      const seconds = fault.kind === "rate-limit" ? fault.resetInSeconds : fault.retryAfter;
      const reset = Math.ceil(core.model.clock.wallNow() / 1000) + seconds;
      const headers = { "retry-after": String(seconds), "ratelimit-remaining": "0", "ratelimit-reset": String(reset) };
      return new Response("Retry later\n", { status: 429, headers });
    },
  };
}

/** The level that counts for git: a public project is read by all. */
function levelOf(core: ForgeCore, token: SimToken, repository: SimRepository): number {
  const isOutside = token.repositoryIds !== null && !token.repositoryIds.includes(repository.id);
  const level = isOutside ? 0 : accessLevelOn(core.model, token.accountId, repository);
  return Math.max(level, repository.isPrivate ? 0 : 20);
}

function hasScope(token: SimToken, scopes: readonly string[]): boolean {
  return token.scopes.some((scope) => scopes.includes(scope));
}
