import { join } from "node:path";
import { type RepositoryRef, repositoryKey } from "../domain/identity.ts";
import { clearRefNames } from "../git/clear-ref-names.ts";
import { fetchRefs } from "../git/fetch-refs.ts";
import { clearStaleLocks, type Mirror, openMirror, packMirror } from "../git/mirror.ts";
import type { GitRemote } from "../ports/forge.ts";

const fetchTimeoutMs = 120_000;
/** Git packs nothing by itself here, so that it never does at a bad moment. */
const fetchesBetweenPacks = 500;

/** Our bare copies of the repositories, one each, in one directory. */
export interface Mirrors {
  open(repository: RepositoryRef): Promise<Mirror>;
  /** Fetches one repository's refs; fetches of one repository wait for each other. */
  fetch(repository: RepositoryRef, remote: GitRemote, refspecs: readonly string[]): Promise<Mirror>;
}

export function createMirrors(directory: string): Mirrors {
  const busy = new Map<string, Promise<unknown>>();
  const fetches = new Map<string, number>();

  function open(repository: RepositoryRef): Promise<Mirror> {
    return openMirror(join(directory, `${repositoryKey(repository).replace(":", "-")}.git`));
  }

  /** Before the first fetch, what a process that died left locked is freed. */
  async function tidy(key: string, mirror: Mirror): Promise<void> {
    const count = fetches.get(key) ?? 0;
    fetches.set(key, count + 1);
    if (count === 0) await clearStaleLocks(mirror);
    else if (count % fetchesBetweenPacks === 0) await packMirror(mirror);
  }

  async function fetch(repository: RepositoryRef, remote: GitRemote, refspecs: readonly string[]): Promise<Mirror> {
    const key = repositoryKey(repository);
    const turn = (busy.get(key) ?? Promise.resolve()).then(async () => {
      const mirror = await open(repository);
      await tidy(key, mirror);
      const look = () => fetchRefs(mirror, remote, refspecs, { timeoutMs: fetchTimeoutMs });
      await look().catch(async (error: unknown) => {
        const wanted = refspecs.map((refspec) => refspec.slice(refspec.indexOf(":") + 1));
        if (!(await clearRefNames(mirror, wanted))) throw error;
        await look();
      });
      return mirror;
    });
    const settled = turn.catch(() => undefined);
    busy.set(key, settled);
    settled.then(() => busy.get(key) === settled && busy.delete(key));
    return turn;
  }

  return { open, fetch };
}
