import { join } from "node:path";
import type { Logger } from "pino";
import type { ObjectReader } from "../../git/object-reader.ts";
import { closeDagDirectory, type DagDirectory, openDagDirectory } from "../../targets/dag-directory/dag-directory.ts";
import { toDeployError } from "../../targets/dag-directory/directory-error.ts";
import { readLiveCommit } from "../../targets/dag-directory/read-live-commit.ts";
import type { DeploySettings } from "./settings.ts";

/** What lasts from one cycle to the next. */
export interface Deployer {
  readonly settings: DeploySettings;
  readonly log: Logger;
  readonly stop: AbortSignal;
  /** Held from the first good cycle on, so that no other process deploys in between. */
  directory: DagDirectory | null;
  /** Open as long as all goes well. */
  objects: ObjectReader | null;
  resolved: string | null;
  /** When the mirror was last made anew because it was corrupt (milliseconds); it is not done all the time. */
  renewedAt: number;
  deployments: number;
}

export function createDeployer(settings: DeploySettings, log: Logger, stop: AbortSignal): Deployer {
  return {
    settings,
    log,
    stop,
    directory: null,
    objects: null,
    resolved: null,
    renewedAt: Number.NEGATIVE_INFINITY,
    deployments: 0,
  };
}

export function closeDeployer(deployer: Deployer): void {
  closeObjects(deployer);
  if (deployer.directory !== null) closeDagDirectory(deployer.directory);
  deployer.directory = null;
}

export function closeObjects(deployer: Deployer): void {
  deployer.objects?.close();
  deployer.objects = null;
}

export function holdDirectory(deployer: Deployer): DagDirectory {
  const { settings, log, stop } = deployer;
  const { target: path, namespace, state, quietMs, keep } = settings;
  try {
    deployer.directory ??= openDagDirectory({
      name: join(path, namespace),
      path,
      namespace,
      state,
      quietMs,
      keep,
      submodules: "empty",
      now: Date.now,
      log,
      stop,
    });
    return deployer.directory;
  } catch (error) {
    throw toDeployError(error, join(path, namespace), "open");
  }
}

export function liveCommit({ directory, settings }: Deployer): string | null {
  if (directory !== null) return directory.state.live?.commit ?? null;
  return readLiveCommit(settings.target, settings.state, settings.namespace);
}
