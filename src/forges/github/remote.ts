import { z } from "zod";
import type { RepositoryRef } from "../../domain/identity.ts";
import type { Clock } from "../../ports/clock.ts";
import type { GitRemote } from "../../ports/forge.ts";
import { decode, splitName } from "./api.ts";
import type { GithubAccess, Installations } from "./installations.ts";
import { tokenWire } from "./wire.ts";

const cloneWire = z.object({ clone_url: z.string() });
/** A token lives for an hour. It must outlive a long clone that begins with it. */
const spare = 10 * 60_000;

/**
 * Gives git a token for one repository and for its contents alone.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation
 */
export function createRemotes(app: GithubAccess["app"], installations: Installations, clock: Clock) {
  const remotes = new Map<number, { readonly name: string; readonly remote: GitRemote; readonly until: number }>();

  return async (repository: RepositoryRef): Promise<GitRemote> => {
    const known = remotes.get(repository.id);
    // Of one that went to another owner, the token is of an installation that reaches it no longer.
    if (known?.name === repository.name && known.until > clock.now().getTime()) return known.remote;

    const octokit = await installations.octokitFor(repository.name);
    const clone = decode(cloneWire, await octokit.request("GET /repos/{owner}/{repo}", splitName(repository.name)));
    const answer = await app.request("POST /app/installations/{installation_id}/access_tokens", {
      installation_id: await installations.findId(repository.name),
      repository_ids: [repository.id],
      permissions: { contents: "write" },
    });
    const { token, expires_at } = decode(tokenWire, answer);
    const remote = { url: clone.clone_url, credentials: { username: "x-access-token", password: token } };
    remotes.set(repository.id, { name: repository.name, remote, until: Date.parse(expires_at) - spare });
    return remote;
  };
}
