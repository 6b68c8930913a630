import { GitError } from "../domain/errors.ts";
import type { GitRemote } from "../ports/forge.ts";
import { environmentFor, type RemoteCall } from "./remote.ts";
import { withoutCredentials } from "./remote-url.ts";
import { runRemoteGit } from "./spawn-git.ts";

/**
 * Asks a remote for its refs: name -> sha. A pattern such as `refs/heads/main` or `refs/pull/*` matches whole path
 * components from the end. An annotated tag comes twice, peeled as `refs/tags/x^{}`. Throws `GitError`.
 */
export async function listRemoteRefs(
  remote: GitRemote,
  patterns: readonly string[],
  options: RemoteCall,
): Promise<Map<string, string>> {
  const odd = patterns.find((pattern) => pattern.startsWith("-") || /\s/.test(pattern));
  if (odd !== undefined)
    throw new GitError("ref-not-found", `\`${odd}\` is not the name of a ref. Give a branch or tag.`);

  const stdout = await runRemoteGit(["ls-remote", "--quiet", "--end-of-options", remote.url, ...patterns], {
    doing: `list the refs of ${withoutCredentials(remote.url)}`,
    environment: environmentFor(remote, options, null),
    timeoutMs: options.timeoutMs,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const refs = new Map<string, string>();
  for (const line of stdout.split("\n")) {
    const [sha, name] = line.split("\t");
    if (sha !== undefined && name !== undefined) refs.set(name, sha);
  }
  return refs;
}
