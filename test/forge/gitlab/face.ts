import type { Face, ForgeCore } from "../face.ts";
import { accessLevelOn } from "../model/access.ts";
import { findToken } from "../model/accounts.ts";

/** GitLab's face on the model. */
export function createGitlabFace(core: ForgeCore): Face {
  return {
    name: "gitlab",
    addRoutes() {},
    readGitActor(credentials, repository) {
      const token = credentials === null ? null : findToken(core.model, credentials.password);
      if (token === null) return null;
      const level = accessLevelOn(core.model, token.accountId, repository);
      return { accountId: token.accountId, canRead: level >= 20, canWrite: level >= 30 };
    },
    refusePush: async () => [],
    renderRateLimit: () => new Response("Retry later\n", { status: 429, headers: { "retry-after": "60" } }),
  };
}
