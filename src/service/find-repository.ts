import { ForgeError } from "../domain/errors.ts";
import type { JourneyPorts } from "../journeys/ports.ts";
import type { Repository } from "../ports/forge.ts";
import type { TaskSubject } from "../ports/store.ts";

/** A repository that was made just now may not be shown yet, so that it is asked for this often. */
const patientTries = 3;

type FindPorts = Pick<JourneyPorts, "store" | "clock" | "log"> & {
  readonly forge: Pick<JourneyPorts["forge"], "readRepository">;
};

/**
 * The repository of a task; `null` where there is nothing more to do under this name. What was renamed or transferred is looked at
 * under its new name: at once where the forge leads there, else by the timers, which ask for every repository that we may see.
 */
export async function findRepository(
  { forge, store, clock, log }: FindPorts,
  subject: Exclude<TaskSubject, { kind: "run" }>,
  attempts: number,
): Promise<Repository | null> {
  const found = await forge.readRepository(subject.repository).catch((error: unknown) => {
    if (error instanceof ForgeError && error.status === 404 && attempts + 1 >= patientTries) return null;
    throw error;
  });
  const what = { forge: subject.forge, repo: subject.repository, kind: subject.kind };
  if (found === null) {
    log.warn(
      what,
      "not looked at any more: there is no such repository, or Countersign may not see it; under another name it is looked at by itself",
    );
    return null;
  }
  if (found.name === subject.repository) return found;
  log.info({ ...what, to: found.name }, "the repository has another name now, and is looked at under that");
  await store.enqueue({ ...subject, repository: found.name }, clock.now().toISOString());
  return null;
}
