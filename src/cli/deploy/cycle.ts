import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { DeployError, GitError } from "../../domain/errors.ts";
import { findSubtree } from "../../git/compare-trees.ts";
import { composeSubmodules } from "../../git/compose-submodules.ts";
import { clearStaleLocks, holdCommit, type Mirror, openMirror, packMirror } from "../../git/mirror.ts";
import { openObjectReader } from "../../git/object-reader.ts";
import { withoutCredentials } from "../../git/remote-url.ts";
import type { DagDirectory, TreeSource } from "../../targets/dag-directory/dag-directory.ts";
import { deployTree } from "../../targets/dag-directory/deploy-tree.ts";
import type { Layout } from "../../targets/dag-directory/layout.ts";
import { settle } from "../../targets/dag-directory/settle.ts";
import { type CycleLine, isRefusal, toCycleError } from "./cycle-line.ts";
import { closeObjects, type Deployer, holdDirectory, liveCommit } from "./deployer.ts";
import type { DeploySettings } from "./settings.ts";
import { callOf, fetchWanted, readRemote, type Wanted } from "./wanted.ts";

const renewPauseMs = 300_000;
const packEvery = 100;

/** Looks once, and makes the remote's tip live. Failures of the outside world are told in the line; bugs and wrong settings throw. */
export async function runCycle(deployer: Deployer): Promise<CycleLine> {
  const { settings } = deployer;
  const started = performance.now();
  const before = liveCommit(deployer);
  const cycle: Progress = { wanted: null, fetched: started };
  const tell = (end: Pick<CycleLine, "status" | "changed" | "error">, ms = { apply: 0, switch: 0 }): CycleLine => ({
    version: 1,
    status: end.status,
    repository: withoutCredentials(settings.repository),
    ref: settings.ref,
    resolved: cycle.wanted?.resolved ?? deployer.resolved,
    namespace: settings.namespace,
    commit: liveCommit(deployer),
    previous: before,
    wanted: cycle.wanted?.commit ?? null,
    path: join(settings.target, settings.namespace),
    changed: end.changed,
    ms: {
      fetch: round(cycle.fetched - started),
      apply: round(ms.apply),
      switch: round(ms.switch),
      total: round(performance.now() - started),
    },
    at: new Date().toISOString(),
    error: end.error,
  });

  try {
    const { status, changed, ms } = await look(deployer, cycle);
    return tell({ status, changed, error: null }, ms);
  } catch (error) {
    const told = toCycleError(error);
    if (told === null) throw error;
    if (cycle.fetched === started) cycle.fetched = performance.now();
    return tell({ status: isRefusal(told) ? "refused" : "failed", changed: noChange, error: told });
  }
}

const noChange = { added: 0, modified: 0, removed: 0 };

interface Progress {
  wanted: Wanted | null;
  fetched: number;
}

async function look(deployer: Deployer, cycle: Progress) {
  const directory = holdDirectory(deployer);
  try {
    return await fetchAndDeploy(deployer, directory, cycle);
  } catch (error) {
    if (!isBrokenMirror(error) || deployer.stop.aborted || Date.now() - deployer.renewedAt < renewPauseMs) throw error;
    deployer.renewedAt = Date.now();
    deployer.log.warn({ err: error }, "the local copy of the repository is broken and is fetched anew");
    return renewMirror(deployer, directory, cycle);
  }
}

/** The old mirror comes back when the remote is no better: it may still mend the live tree. */
async function renewMirror(deployer: Deployer, directory: DagDirectory, cycle: Progress) {
  const { mirror, oldMirror } = directory.layout;
  await rm(oldMirror, { recursive: true, force: true });
  await rename(mirror, oldMirror);
  await openMirror(mirror);
  try {
    const outcome = await fetchAndDeploy(deployer, directory, cycle);
    await rm(oldMirror, { recursive: true, force: true });
    return outcome;
  } catch (error) {
    await rm(mirror, { recursive: true, force: true });
    await rename(oldMirror, mirror);
    throw error;
  }
}

/** The mirror, as it is to be used first after a start or a failure. */
async function enterMirror({ mirror, oldMirror }: Layout): Promise<Mirror> {
  if (!existsSync(mirror) && existsSync(oldMirror)) await rename(oldMirror, mirror); // killed while it was renewed
  const entered = await openMirror(mirror);
  await clearStaleLocks(entered);
  return entered;
}

async function fetchAndDeploy(deployer: Deployer, directory: DagDirectory, cycle: Progress) {
  const { settings, stop } = deployer;
  const call = callOf(settings, stop);
  const isEntered = deployer.objects !== null && existsSync(directory.layout.mirror);
  if (!isEntered) closeObjects(deployer);
  const mirror = isEntered ? { directory: directory.layout.mirror } : await enterMirror(directory.layout);
  deployer.objects ??= openObjectReader(mirror);
  const source = { mirror, objects: deployer.objects };
  const remote = await readRemote(settings);
  try {
    cycle.wanted = await fetchWanted(source, remote, settings.ref, deployer.resolved, call);
    deployer.resolved = cycle.wanted.resolved;
    const commit = cycle.wanted.commit;
    const composed =
      settings.submodules === "off"
        ? commit
        : await composeSubmodules(mirror, commit, remote, { call, recursive: settings.submodules === "recursive" });
    const tree = await findTree(source, composed, settings);
    cycle.fetched = performance.now();
    stop.throwIfAborted();
    return await deployTree(directory, { commit, tree, ...source });
  } catch (error) {
    closeObjects(deployer);
    if (error instanceof GitError && error.code === "ref-not-found") deployer.resolved = null;
    throw error;
  }
}

async function findTree(
  { objects }: TreeSource,
  treeish: string,
  { subdirectory, namespace }: DeploySettings,
): Promise<string> {
  const whole = await objects.find(treeish, "tree");
  if (whole === null)
    throw new GitError("corrupt", `The tree of ${treeish} is missing. The repository is fetched anew.`);
  const tree = await findSubtree(objects, whole, subdirectory);
  if (tree !== null) return tree;
  const message = `\`${subdirectory}\` is not a directory of ${treeish}: what was live stays. Bring it back, or change --subdirectory.`;
  throw new DeployError("path-refused", message, { target: namespace, step: "plan", retryable: false });
}

/** What need not happen before readers see the release. A failure here costs time in the next cycle, nothing else. */
export async function tidyUp(deployer: Deployer, line: CycleLine): Promise<void> {
  const { directory, log, objects } = deployer;
  if (directory === null || objects === null || line.error !== null) return;
  const mirror = { directory: directory.layout.mirror };
  try {
    if (line.status === "deployed" && line.commit !== null) {
      await holdCommit(mirror, "live", line.commit);
      deployer.deployments += 1;
      if (deployer.deployments % packEvery === 0) await packMirror(mirror);
    }
    await settle(directory, { mirror, objects });
  } catch (error) {
    if (toCycleError(error) === null) throw error;
    log.warn({ err: error }, "could not make the next release ready in advance");
  }
}

function isBrokenMirror(error: unknown): boolean {
  return (
    (error instanceof GitError || error instanceof DeployError) && (error.code === "corrupt" || error.code === "other")
  );
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
