import type { KeySet } from "../domain/attestation.ts";
import { isSignedStart, objectToCheckpoint } from "../evidence/checkpoints.ts";
import { countOf } from "../formats/count-of.ts";
import type { AuditPoint } from "../ports/store.ts";
import type { AuditLog } from "../store/open-audit-log.ts";
import { entriesBetweenCheckpoints } from "./keep-checkpoints.ts";

export interface CheckpointsVerdict {
  readonly count: number;
  /** The last entry that is signed; `null` when none is. */
  readonly last: number | null;
  /** From this entry on the log may be another one than was written; `null`: it is not. */
  readonly doubtful: number | null;
  readonly problem: string | null;
}

/**
 * Checks the signed points of a log whose chain is whole. `isStrict`: the keys are pinned, so the service is known to sign,
 * and a log of which much is not signed is refused, too: whoever rewrites a chain can also remove what was signed of it.
 */
export async function verifyCheckpoints(
  log: Pick<AuditLog, "readCheckpoints" | "readStart" | "readEntries" | "verifyChain">,
  keySet: KeySet,
  isStrict: boolean,
): Promise<CheckpointsVerdict> {
  const start = await log.readStart();
  // A service may sign an entry while it is removed: what is behind the start says nothing.
  const points = (await log.readCheckpoints()).filter(({ seq }) => seq >= (start?.seq ?? 0));
  const first = (start?.seq ?? 0) + 1;
  let last: number | null = null;
  const doubt = (doubtful: number, problem: string) => ({ count: points.length, last, doubtful, problem });
  for (const point of points) {
    const problem = objectToCheckpoint(point, point.hash, keySet);
    if (problem !== null) return doubt(Math.max((last ?? 0) + 1, first), problem);
    last = point.seq;
  }
  if (start !== null && !(await isStartSigned(log, start, keySet))) {
    return doubt(first, `Entries up to ${start.seq} were removed, and nobody signed that.`);
  }
  const { entries } = await log.verifyChain();
  const unsigned = first + entries - 1 - (last ?? first - 1);
  if (isStrict && (unsigned > 2 * entriesBetweenCheckpoints || last === null)) {
    const what = entries === 0 ? "It is empty, and who has these keys signs it from the first start on." : null;
    return doubt(
      (last ?? first - 1) + 1,
      what ?? `The last ${countOf(unsigned, "entry is", "entries are")} not signed.`,
    );
  }
  return { count: points.length, last, doubtful: null, problem: null };
}

/** A signed point alone does not do: there is one at every hundredth entry, behind which somebody might remove all. */
async function isStartSigned(log: Pick<AuditLog, "readEntries">, start: AuditPoint, keySet: KeySet): Promise<boolean> {
  for await (const { entry } of log.readEntries()) {
    if (entry.kind === "prune" && isSignedStart(entry.details.signed, start, keySet)) return true;
  }
  return false;
}
