import type { Logger } from "pino";
import type { JourneyPorts } from "../journeys/ports.ts";
import type { Seen } from "../journeys/reconcile.ts";
import type { Repository } from "../ports/forge.ts";
import type { Configuration } from "./configuration.ts";
import type { Gates } from "./gates.ts";
import { startTimer, type Timer } from "./timers.ts";
import type { Worker } from "./worker.ts";

/** How often even what seems unchanged is looked at again: people leave groups without any event. */
const fullLookMs = 10 * 60_000;
/** Rules of branches change seldom, and tell of it by no event. */
const gateLookMs = 60 * 60_000;

/** What the timers remind, feed and forget. */
export interface Watched {
  readonly seen: Seen;
  readonly worker: Worker;
  readonly gates: Gates;
}

/** What is looked at without any webhook: every repository, every unfinished run, and everything anew after a while. */
export function startTimers(
  configuration: Configuration,
  ports: readonly JourneyPorts[],
  { seen, worker, gates }: Watched,
  log: Logger,
): readonly Timer[] {
  const reconcile = ports.map(({ forge, store, clock }) =>
    startTimer(`reconcile ${forge.name}`, configuration.reconcileIntervalMs, log, async () => {
      for (const { name } of await forge.listRepositories()) {
        await store.remind({ kind: "repository", forge: forge.name, repository: name }, clock.now().toISOString());
      }
      worker.wake();
    }),
  );
  const forget = startTimer("full look", fullLookMs, log, async () => seen.clear());
  const runs = ports.slice(0, 1).map(({ store, clock }) =>
    startTimer("runs", configuration.runIntervalMs, log, async () => {
      const unfinished = await store.listUnfinishedRuns();
      const publications = await store.listUnfinishedPublications();
      const ids = new Set([...unfinished.map(({ id }) => id), ...publications.map(({ run }) => run)]);
      for (const run of ids) await store.remind({ kind: "run", run }, clock.now().toISOString());
      if (ids.size > 0) worker.wake();
    }),
  );
  const looks = ports.map(({ forge, repositoryOf }) =>
    startTimer(`gates ${forge.name}`, gateLookMs, log, () =>
      gates.look(forge, (repository: Repository) => repositoryOf(repository)?.branch ?? repository.defaultBranch),
    ),
  );
  return [...reconcile, forget, ...runs, ...looks];
}
