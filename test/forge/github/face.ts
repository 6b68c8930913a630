import type { Face, ForgeCore } from "../face.ts";
import { isAtLeast, permissionOn } from "../model/access.ts";
import { findToken } from "../model/accounts.ts";

/** GitHub's face on the model. */
export function createGithubFace(core: ForgeCore): Face {
  return {
    name: "github",
    addRoutes() {},
    readGitActor(credentials, repository) {
      const token = credentials === null ? null : findToken(core.model, credentials.password);
      if (token === null) return null;
      const permission = permissionOn(core.model, token.accountId, repository);
      return { accountId: token.accountId, canRead: permission !== null, canWrite: isAtLeast(permission, "write") };
    },
    refusePush: async () => [],
    renderRateLimit: () => new Response("{}", { status: 403 }),
  };
}
