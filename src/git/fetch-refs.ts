import { GitError } from "../domain/errors.ts";
import type { GitRemote } from "../ports/forge.ts";
import type { Mirror } from "./mirror.ts";
import { environmentFor, type RemoteCall } from "./remote.ts";
import { withoutCredentials } from "./remote-url.ts";
import { runRemoteGit } from "./spawn-git.ts";

export interface FetchOptions extends RemoteCall {
  /** How many commits of history; absent: all of it. */
  readonly depth?: number;
}

/**
 * Fetches what the refspecs name, such as `+refs/heads/main:refs/heads/main`, or a full sha (`<sha>:refs/…`). Every object is
 * checked. Throws `GitError`; `ref-not-found` when the remote has not got one of them.
 */
export async function fetchRefs(
  mirror: Mirror,
  remote: GitRemote,
  refspecs: readonly string[],
  options: FetchOptions,
): Promise<void> {
  for (const refspec of refspecs) assertRefspec(refspec);
  const depth = options.depth === undefined ? [] : [`--depth=${options.depth}`];
  const flags = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-maintenance"];
  await runRemoteGit(["fetch", ...flags, ...depth, "--end-of-options", remote.url, ...refspecs], {
    doing: `fetch from ${withoutCredentials(remote.url)}`,
    environment: environmentFor(remote, options, mirror.directory),
    timeoutMs: options.timeoutMs,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

function assertRefspec(refspec: string): void {
  if (/^\+?(\^?refs\/|HEAD(:|$)|[0-9a-f]{40}(:|$))/.test(refspec) && !/[\s~^?[\\]|\.\.|@\{/.test(refspec)) return;
  throw new GitError(
    "ref-not-found",
    `\`${refspec}\` is not a full ref name, HEAD or a full commit id. Give one of these.`,
  );
}
