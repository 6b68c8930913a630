import { GitError } from "../../domain/errors.ts";
import { compareTreeObjects } from "../../git/compare-trees.ts";
import { listTree } from "../../git/list-tree.ts";
import { applyPlan, readPlannedEntries } from "./apply-plan.ts";
import { keepAttestation } from "./attestation-file.ts";
import { findRefusal } from "./check-tree.ts";
import {
  type DagDirectory,
  type DirectoryOutcome,
  liveTwin,
  noChange,
  recordState,
  slotPath,
  type TreeRelease,
} from "./dag-directory.ts";
import { foreignThing, refusal, toDeployError } from "./directory-error.ts";
import { readLink, slotExists, switchLink } from "./live-link.ts";
import { planChanges, planFromIndex, type TreePlan } from "./plan-changes.ts";
import { scanSlot } from "./scan-slot.ts";
import { takeStandby } from "./settle.ts";
import { type SlotRelease, writeJournal } from "./state-file.ts";
import { addEntry, copyIndex, emptyIndex, type IndexEntry, removeEntry, type TreeIndex } from "./tree-index.ts";
import { removeSlot, type Twin } from "./twin-slot.ts";
import { isVerificationDue, verifyLive } from "./verify-live.ts";

/**
 * Makes exactly this tree live, or sees that it is, and puts right what others changed in it. Throws `DeployError`: what was
 * live before is live then. Follow it by `settle`, which is not needed for the switch.
 */
export async function deployTree(directory: DagDirectory, release: TreeRelease): Promise<DirectoryOutcome> {
  const { name } = directory.options;
  const at = { step: "prepare" };
  try {
    restoreLink(directory);
    return directory.state.live?.tree === release.tree
      ? await keepLive(directory, release)
      : await replaceLive(directory, release, at);
  } catch (error) {
    throw toDeployError(error, name, at.step);
  }
}

/** The link may have been removed or turned elsewhere since; what is recorded holds. */
function restoreLink(directory: DagDirectory): void {
  const { layout, state, options } = directory;
  const link = readLink(layout);
  if (link.kind === "foreign") throw foreignThing(layout.link, options.name);
  if (state.live === null) return;
  if (!slotExists(layout, state.live.slot)) {
    recordState(directory, { live: null });
    directory.index = null;
    directory.standby = null;
    return;
  }
  if (link.kind === "none" || link.slot !== state.live.slot) switchLink(layout, state.live.slot);
}

async function keepLive(directory: DagDirectory, release: TreeRelease): Promise<DirectoryOutcome> {
  const started = performance.now();
  const previous = directory.state.live?.commit ?? null;
  if (directory.index === null || isVerificationDue(directory)) await verifyLive(directory, release);
  const changed = directory.mended;
  directory.mended = noChange;
  if (release.attestation !== undefined) keepAttestation(directory.layout, release.commit, release.attestation);
  if (directory.state.live !== null && previous !== release.commit) {
    recordState(directory, { live: { ...directory.state.live, commit: release.commit } });
  }
  const mended = changed.added + changed.modified + changed.removed;
  const status = mended > 0 || previous !== release.commit ? "deployed" : "unchanged";
  return { status, previous, changed, mended, ms: { apply: performance.now() - started, switch: 0 } };
}

async function replaceLive(
  directory: DagDirectory,
  release: TreeRelease,
  at: { step: string },
): Promise<DirectoryOutcome> {
  const started = performance.now();
  const { layout, options } = directory;
  const previous = directory.state.live?.commit ?? null;
  at.step = "plan";
  const { plan, before } = await planRelease(directory, release);
  const planned = await readPlannedEntries(plan, release.objects);
  const refused = findSubmodule(plan, options.submodules) ?? findRefusal(after(before, plan, planned), plan.added);
  if (refused !== null) throw refusal(refused, options.name);

  at.step = "apply";
  const { slot, twin } = await takeStandby(directory);
  const next = { slot, commit: release.commit, tree: release.tree };
  let applied = started;
  try {
    await applyPlan(twin, plan, release.objects, { staging: layout.staging, stop: options.stop });
    applied = performance.now();
    at.step = "switch";
    if (release.attestation !== undefined) keepAttestation(layout, release.commit, release.attestation);
    switchTo(directory, next, twin);
  } catch (error) {
    await giveUp(directory, next, twin);
    throw error;
  }
  const switched = performance.now();
  return {
    status: "deployed",
    previous,
    changed: plan.counts,
    mended: 0,
    ms: { apply: applied - started, switch: switched - applied },
  };
}

/** The journal first, then the link, then the record: a crash between any two of them is put right at the next start. */
function switchTo(directory: DagDirectory, next: SlotRelease, twin: Twin): void {
  const { layout, state, options } = directory;
  directory.state = { ...state, pending: next };
  writeJournal(layout.stateFile, directory.state);
  const link = readLink(layout);
  if (link.kind === "foreign") throw foreignThing(layout.link, options.name);
  switchLink(layout, next.slot);

  const shown = link.kind === "slot" ? link.slot : null;
  const others = state.retired.filter((one) => one.slot !== shown);
  const commit = state.live?.slot === shown ? state.live.commit : null;
  const retired = shown === null ? others : [...others, { slot: shown, commit, at: options.now() }];
  directory.index = twin.index;
  try {
    recordState(directory, { live: next, pending: null, retired });
  } catch (error) {
    options.log.warn({ err: error, target: options.name }, "the switch is recorded later"); // until then the journal tells of it
  }
}

/** Frees the disk of what a failed release left; the next one makes another slot. */
async function giveUp(directory: DagDirectory, next: SlotRelease, twin: Twin): Promise<void> {
  const link = readLink(directory.layout);
  if (link.kind === "slot" && link.slot === next.slot) return; // it is live all the same: the next start records it
  directory.state = { ...directory.state, pending: null };
  await removeSlot(twin.directory, liveTwin(directory)).catch(() => {});
}

async function planRelease(
  directory: DagDirectory,
  release: TreeRelease,
): Promise<{ plan: TreePlan; before: TreeIndex }> {
  const { live } = directory.state;
  const { tree, mirror, objects } = release;
  if (live === null) {
    directory.index = null;
    return { plan: planFromIndex(emptyIndex(), await listTree(mirror, tree)), before: emptyIndex() };
  }
  if (directory.index !== null) {
    const before = directory.index;
    try {
      return { plan: planChanges(await compareTreeObjects(objects, live.tree, tree)), before };
    } catch (error) {
      if (!(error instanceof GitError)) throw error; // the mirror is new, or shallow: it need not know what is live
      return { plan: planFromIndex(before, await listTree(mirror, tree)), before };
    }
  }
  const wanted = await listTree(mirror, tree);
  directory.index = await scanSlot(slotPath(directory.layout, live.slot));
  return { plan: planFromIndex(directory.index, wanted), before: directory.index };
}

/** The index as it will be. */
function after(before: TreeIndex, plan: TreePlan, planned: ReadonlyMap<string, IndexEntry>): TreeIndex {
  const index = copyIndex(before);
  for (const path of plan.removals) removeEntry(index, path);
  for (const [path, entry] of planned) addEntry(index, path, entry);
  return index;
}

function findSubmodule(plan: TreePlan, submodules: "refuse" | "empty") {
  const found = submodules === "refuse" ? plan.writes.find((write) => write.mode === "160000") : undefined;
  return found === undefined
    ? null
    : {
        path: found.path,
        reason: "It is a submodule, whose content was not reviewed here. Copy its files into the repository.",
      };
}
