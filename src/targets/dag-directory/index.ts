import type { Logger } from "pino";
import { openObjectReader } from "../../git/object-reader.ts";
import type { DeployOutcome, Target, TargetRelease } from "../../ports/target.ts";
import { closeDagDirectory, type DagDirectoryOptions, openDagDirectory } from "./dag-directory.ts";
import { deployTree } from "./deploy-tree.ts";
import { toDeployError } from "./directory-error.ts";
import { readLiveCommit } from "./read-live-commit.ts";
import { settle } from "./settle.ts";

export interface DagDirectoryTargetOptions {
  /** The target's name in the node's file. */
  readonly name: string;
  /** The directory that Airflow reads. */
  readonly path: string;
  readonly log: Logger;
  /** How long (milliseconds) a reader may still be in a tree that is not live any more; default ten minutes. */
  readonly quietMs?: number;
  /** How many earlier trees are kept; default 2. */
  readonly keep?: number;
}

const defaultQuietMs = 600_000;
const defaultKeep = 2;

/**
 * A directory that Airflow reads, with one symbolic link for each namespace. Deploying what is live already compares it with
 * its record and mends it; so a timer that deploys again is enough to keep it right.
 */
export function createDagDirectoryTarget(options: DagDirectoryTargetOptions): Target {
  const { name, path, log, quietMs = defaultQuietMs, keep = defaultKeep } = options;
  return {
    name,
    readLive: async (namespace) => readLiveCommit(path, null, namespace),
    deploy: (release, mirror) => {
      const fixed = { state: null, submodules: "refuse", now: Date.now, stop: null } as const;
      return deployOnce({ name, path, log, quietMs, keep, ...fixed, namespace: release.namespace }, release, mirror);
    },
  };
}

async function deployOnce(
  options: DagDirectoryOptions,
  release: TargetRelease,
  mirror: string,
): Promise<DeployOutcome> {
  const directory = openOrThrow(options);
  const source = { mirror: { directory: mirror }, objects: openObjectReader({ directory: mirror }) };
  try {
    const { status, previous, changed } = await deployTree(directory, { ...release, ...source });
    await settle(directory, source).catch((error: unknown) => {
      options.log.warn({ err: error, target: options.name }, "the next release will take longer"); // this one is live
    });
    return { status, previous, changed };
  } finally {
    source.objects.close();
    closeDagDirectory(directory);
  }
}

function openOrThrow(options: DagDirectoryOptions) {
  try {
    return openDagDirectory(options);
  } catch (error) {
    throw toDeployError(error, options.name, "open");
  }
}
