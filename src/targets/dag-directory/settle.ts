import { readdirSync } from "node:fs";
import { removeOldAttestations } from "./attestation-file.ts";
import { type DagDirectory, liveTwin, recordState, slotPath, type TreeSource } from "./dag-directory.ts";
import { toDeployError } from "./directory-error.ts";
import { writeIndex } from "./index-file.ts";
import { readLink } from "./live-link.ts";
import type { RetiredSlot } from "./state-file.ts";
import { emptyIndex } from "./tree-index.ts";
import { makeTwin, removeSlot, type Twin } from "./twin-slot.ts";
import { isVerificationDue, verifyLive } from "./verify-live.ts";

/**
 * What need not happen before readers see a release: compare the live tree with its record, remember how it looks, make the
 * next slot ready, and remove those that nobody can be in any more. Throws `DeployError`; the live tree is not touched by that.
 */
export async function settle(directory: DagDirectory, source: TreeSource): Promise<void> {
  try {
    if (isVerificationDue(directory)) await verifyLive(directory, source);
    const { live, index } = { live: directory.state.live, index: directory.index };
    const free = takeFreeSlots(directory);
    if (directory.standby === null && live !== null && index !== null) {
      await makeStandby(directory, free.shift() ?? newSlot(directory));
    }
    for (const slot of free) await removeSlot(slotPath(directory.layout, slot), liveTwin(directory));
    removeOldAttestations(directory.layout, directory.state);
    if (live !== null && index !== null) writeIndex(directory.layout.indexFile, live, index);
  } catch (error) {
    throw toDeployError(error, directory.options.name, "settle");
  }
}

/** The slot for the next release: the one that stands ready, else one made now. From here on it is not ready any more. */
export async function takeStandby(directory: DagDirectory): Promise<{ slot: string; twin: Twin }> {
  if (directory.standby === null) await makeStandby(directory, takeFreeSlots(directory)[0] ?? newSlot(directory));
  const twin = directory.standby;
  directory.standby = null;
  if (twin === null) throw new Error("makeStandby leaves a standby");
  return { slot: twin.directory.slice(directory.layout.slots.length + 1), twin };
}

async function makeStandby(directory: DagDirectory, slot: string): Promise<void> {
  const live = liveTwin(directory) ?? { directory: directory.layout.slots, index: emptyIndex() };
  directory.standby = await makeTwin(live, slotPath(directory.layout, slot));
}

function newSlot(directory: DagDirectory): string {
  const slot = String(directory.state.nextSlot);
  recordState(directory, { nextSlot: directory.state.nextSlot + 1 });
  return slot;
}

/** Slots that nobody can be in, taken out of the record before anything happens to them. */
function takeFreeSlots(directory: DagDirectory): string[] {
  const { state, layout, standby, options } = directory;
  const { free, kept } = splitRetired(state.retired, {
    now: options.now(),
    quietMs: options.quietMs,
    keep: options.keep,
  });
  const link = readLink(layout);
  const used = new Set([state.live?.slot, state.pending?.slot, ...kept.map((one) => one.slot)]);
  if (link.kind === "slot") used.add(link.slot);
  if (free.length > 0) recordState(directory, { retired: kept });
  return readdirSync(layout.slots)
    .filter((slot) => !used.has(slot) && standby?.directory !== slotPath(layout, slot))
    .toSorted((a, b) => Number(a) - Number(b));
}

/** Which retired slots may be used again: out of use for the quiet time, and not among the newest that are kept. */
export function splitRetired(
  retired: readonly RetiredSlot[],
  { now, quietMs, keep }: { now: number; quietMs: number; keep: number },
): { free: RetiredSlot[]; kept: RetiredSlot[] } {
  const newestFirst = retired.toSorted((a, b) => b.at - a.at);
  const free = newestFirst.filter((one, place) => place >= keep && now - one.at >= quietMs);
  return { free, kept: newestFirst.filter((one) => !free.includes(one)) };
}
