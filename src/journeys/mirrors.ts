import { join } from "node:path";
import type { RepositoryRef } from "../domain/identity.ts";
import { fetchRefs } from "../git/fetch-refs.ts";
import { type Mirror, openMirror } from "../git/mirror.ts";
import type { GitRemote } from "../ports/forge.ts";

const fetchTimeoutMs = 120_000;

/** Our bare copies of the repositories, one each, in one directory. */
export interface Mirrors {
  open(repository: RepositoryRef): Promise<Mirror>;
  /** Fetches one repository's refs; fetches of one repository wait for each other. */
  fetch(repository: RepositoryRef, remote: GitRemote, refspecs: readonly string[]): Promise<Mirror>;
}

export function createMirrors(directory: string): Mirrors {
  const busy = new Map<string, Promise<unknown>>();

  function open(repository: RepositoryRef): Promise<Mirror> {
    return openMirror(join(directory, `${repository.forge}-${repository.id}.git`));
  }

  async function fetch(repository: RepositoryRef, remote: GitRemote, refspecs: readonly string[]): Promise<Mirror> {
    const key = `${repository.forge}-${repository.id}`;
    const turn = (busy.get(key) ?? Promise.resolve()).then(async () => {
      const mirror = await open(repository);
      await fetchRefs(mirror, remote, refspecs, { timeoutMs: fetchTimeoutMs });
      return mirror;
    });
    const settled = turn.catch(() => undefined);
    busy.set(key, settled);
    settled.then(() => busy.get(key) === settled && busy.delete(key));
    return turn;
  }

  return { open, fetch };
}
