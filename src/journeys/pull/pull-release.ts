import { rm } from "node:fs/promises";
import { ConfigError, DeployError, ForgeError, GitError, ServiceError } from "../../domain/errors.ts";
import type { NodeRepository } from "../../domain/node.ts";
import type { FileCounts } from "../../domain/release.ts";
import { repositoryPlace } from "../../formats/repository-place.ts";
import type { Mirror } from "../../git/mirror.ts";
import { readRef } from "../../git/read-ref.ts";
import { withoutCredentials } from "../../git/remote-url.ts";
import { type AcceptedState, readAccepted, writeAccepted } from "../../store/accepted-state.ts";
import { decideLandings, type Judgement } from "./decide-landings.ts";
import type { PullPorts, Scene } from "./ports.ts";
import type { PullLine } from "./pull-line.ts";
import { keepEnvelopes, recordRelease } from "./record-release.ts";

const noChange: FileCounts = { added: 0, modified: 0, removed: 0 };

/** Looks at one repository: decides what may go live by the node's own means alone, makes it live, and says so. */
export async function pullRelease(ports: PullPorts, repository: NodeRepository): Promise<PullLine> {
  const { namespace } = repository;
  const previous = await readLive(ports, namespace);
  const cycle: Cycle = { wanted: null, state: null, why: [] };
  const tell = async (end: Pick<PullLine, "status" | "changed" | "error">): Promise<PullLine> => ({
    version: 1,
    status: end.status,
    node: ports.node.node,
    repository: withoutCredentials(repository.url),
    ref: refOf(repository),
    namespace,
    commit: await readLive(ports, namespace),
    previous,
    wanted: cycle.wanted,
    accepted: toAccepted(cycle.state),
    why: cycle.why,
    changed: end.changed,
    at: ports.clock.now().toISOString(),
    error: end.error,
  });

  try {
    const known = readKnown(ports, namespace);
    cycle.state = known;
    const scene = await look(ports, repository, known);
    cycle.wanted = scene.tip;
    const judged = await decideLandings(ports, scene, known, (state, envelopes) => {
      keepEnvelopes(ports, namespace, state.commit, envelopes);
      writeAccepted(ports.stateDirectory, namespace, state);
      cycle.state = state;
    });
    cycle.why = judged.why;
    const changed = await deploy(ports, scene, judged.state);
    const error = judged.why.length === 0 ? null : notAccepted(judged);
    return tell({ status: statusOf(judged, changed), changed: changed ?? noChange, error });
  } catch (error) {
    const told = toError(error);
    if (told === null) throw error;
    return tell({ status: told.code === "path-refused" ? "refused" : "failed", changed: noChange, error: told });
  }
}

interface Cycle {
  wanted: string | null;
  state: AcceptedState | null;
  why: readonly string[];
}

/** What is wrong with one repository's file must not end the node, which has others. */
function readKnown({ stateDirectory }: PullPorts, namespace: string): AcceptedState | null {
  try {
    return readAccepted(stateDirectory, namespace);
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    const at = { target: namespace, step: "read", retryable: false } as const;
    throw new DeployError("corrupt", cause.message, at, { cause });
  }
}

async function look(ports: PullPorts, repository: NodeRepository, known: AcceptedState | null): Promise<Scene> {
  const ref = refOf(repository);
  const place = repositoryPlace(repository.url);
  if (place === null) throw new GitError("other", `\`${repository.url}\` is no address of a repository.`);
  if (known !== null && (known.repository !== place || known.ref !== ref)) {
    const message =
      `What was accepted in the namespace ${repository.namespace} is ${known.ref} of ${known.repository}, and the node's file ` +
      `names ${ref} of ${place}. Give it another namespace, or remove accepted/${repository.namespace}.json from the state directory.`;
    throw new DeployError("foreign", message, { target: repository.namespace, step: "read", retryable: false });
  }
  const mirror = await ports.openMirror(repository);
  const remote = await ports.readRemote(repository);
  await fetchBranch(ports, mirror, remote, ref);
  const tip = await readRef(mirror, ref);
  if (tip === null) throw new GitError("ref-not-found", `${withoutCredentials(remote.url)} has no ${ref}.`);
  const reviews = ports.trust.accept.includes("reviews") ? await ports.seeReviews(repository, mirror, remote) : null;
  return { repository, place, ref, mirror, remote, tip, reviews };
}

/** A mirror that is broken is made anew in the next cycle; what is live stays live until then. */
async function fetchBranch(ports: PullPorts, mirror: Mirror, remote: Scene["remote"], ref: string): Promise<void> {
  try {
    await ports.fetch(mirror, remote, [`+${ref}:${ref}`]);
  } catch (error) {
    if (error instanceof GitError && error.code === "corrupt") {
      ports.log.warn(
        { err: error },
        "the local copy of the repository is broken and is fetched anew in the next cycle",
      );
      await rm(mirror.directory, { recursive: true, force: true });
    }
    throw error;
  }
}

/** Also when nothing is new: what somebody changed in a live tree is mended. Answers `null` when nothing is to go live. */
async function deploy(ports: PullPorts, scene: Scene, state: AcceptedState | null): Promise<FileCounts | null> {
  const { namespace, autoDeploy } = scene.repository;
  if (state === null || !autoDeploy) return null;
  let total = noChange;
  let isDeployed = false;
  for (const target of ports.targets) {
    const attestation = await recordRelease(ports, scene, state, target.name);
    const release = { namespace, commit: state.commit, tree: state.tree, attestation };
    const { status, changed } = await target.deploy(release, scene.mirror.directory);
    isDeployed ||= status === "deployed";
    total = {
      added: total.added + changed.added,
      modified: total.modified + changed.modified,
      removed: total.removed + changed.removed,
    };
  }
  return isDeployed ? total : null;
}

function statusOf({ why, isRewritten }: Judgement, changed: FileCounts | null): PullLine["status"] {
  if (why.length > 0) return isRewritten ? "refused" : "waiting";
  return changed === null ? "unchanged" : "deployed";
}

function notAccepted({ why }: Judgement): NonNullable<PullLine["error"]> {
  return { code: "not-approved", message: why[0] ?? "", retryable: false };
}

function toAccepted(state: AcceptedState | null): PullLine["accepted"] {
  if (state === null) return null;
  const { commit, basis, by, reason, at } = state;
  return { commit, basis, by, reason, at };
}

function toError(error: unknown): NonNullable<PullLine["error"]> | null {
  if (error instanceof GitError || error instanceof DeployError) {
    return { code: error.code, message: error.message, retryable: error.retryable };
  }
  if (error instanceof ForgeError || error instanceof ServiceError) {
    return { code: "network", message: error.message, retryable: error.retryable };
  }
  return null;
}

async function readLive({ targets }: PullPorts, namespace: string): Promise<string | null> {
  const live = new Set<string | null>();
  for (const target of targets) live.add(await target.readLive(namespace));
  const [only = null] = live;
  return live.size === 1 ? only : null;
}

function refOf({ branch }: NodeRepository): string {
  return `refs/heads/${branch}`;
}
