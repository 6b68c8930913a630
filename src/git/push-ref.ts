import { GitError } from "../domain/errors.ts";
import type { GitRemote } from "../ports/forge.ts";
import type { Mirror } from "./mirror.ts";
import { environmentFor, type RemoteCall } from "./remote.ts";
import { withoutCredentials } from "./remote-url.ts";
import { runRemoteGit } from "./spawn-git.ts";

/** Pushes a commit to a full ref name such as `refs/heads/x`. Never forces: a ref that has moved on is an error. Throws `GitError`. */
export async function pushRef(
  mirror: Mirror,
  remote: GitRemote,
  sha: string,
  ref: string,
  options: RemoteCall,
): Promise<void> {
  if (!/^[0-9a-f]{40}$/.test(sha) || !/^refs\/[^\s:~^?*[\\]+$/.test(ref)) {
    throw new GitError("other", `Cannot push \`${sha}\` to \`${ref}\`: give a full commit id and a full ref name.`);
  }
  const args = ["push", "--quiet", "--porcelain", "--no-verify", "--no-follow-tags", "--end-of-options", remote.url];
  await runRemoteGit([...args, `${sha}:${ref}`], {
    doing: `push to ${ref} of ${withoutCredentials(remote.url)}`,
    environment: environmentFor(remote, options, mirror.directory),
    timeoutMs: options.timeoutMs,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}
