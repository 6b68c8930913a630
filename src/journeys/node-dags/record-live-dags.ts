import packageJson from "../../../package.json" with { type: "json" };
import { mentionsIn } from "../../core/inspect/dag-mentions.ts";
import { repositoryKey } from "../../domain/identity.ts";
import type { NodeFile, NodeRepository } from "../../domain/node.ts";
import type { DagSource } from "../../domain/node-dags.ts";
import { openObjectReader } from "../../git/object-reader.ts";
import { kindsFor, listRoots } from "../../policy/kind-of.ts";
import type { Branch } from "../branch.ts";
import { isPulled } from "../deploy-commit.ts";
import { nodeFactsOf } from "../known-of-change.ts";
import type { JourneyPorts } from "../ports.ts";
import { readPolicyAt } from "../read-policy-at.ts";
import { writeIndexSettings } from "../repository-index/index-state.ts";
import { readIndex } from "../repository-index/read-index.ts";
import type { IndexedTree } from "../repository-index/repository-indexes.ts";
import { lookAtConcerned } from "./look-at-concerned.ts";

/**
 * Keeps which DAGs a repository has live on the node, for the changes of others. `wanted` is what shall be live. It comes after the
 * deployment, and what fails here never harms that: it is tried again.
 */
export async function recordLiveDags(
  ports: JourneyPorts,
  branch: Branch,
  entry: NodeRepository,
  wanted: string | null,
): Promise<void> {
  try {
    await record(ports, branch, entry, wanted);
  } catch (error) {
    ports.log.warn({ err: error, repo: branch.repository.name }, "the live DAGs of a repository could not be read");
  }
}

async function record(
  ports: JourneyPorts,
  branch: Branch,
  { namespace, autoDeploy }: NodeRepository,
  wanted: string | null,
): Promise<void> {
  const { node, store } = ports;
  const repository = repositoryKey(branch.repository);
  const isDeployedHere = autoDeploy && !isPulled(ports) && ports.targets.length > 0;
  const commit = (await findLive(ports, branch, namespace)) ?? (isDeployedHere ? null : wanted);
  if (node === null || commit === null) return;
  const readAs = `${commit} ${settingsOf(node)}`;
  const known = await store.readDagSource(repository, null);
  const isSame = known?.namespace === namespace && known.name === branch.repository.name;
  if (isSame && known.readAs === readAs) return;
  const { dags, whenRead } = await readLive(ports, branch, node, commit);
  if (dags === null) {
    void whenRead.then(() => lookAgain(ports, branch));
    return;
  }
  const { mentions, unclear } = mentionsIn(dags);
  const source: DagSource = { repository, change: null, name: branch.repository.name, namespace, readAs, unclear };
  const moved = await store.recordDags(source, mentions);
  await lookAtConcerned(ports, source, known?.unclear === unclear ? moved : null);
}

/** The commit that is live on the first target that has one. */
async function findLive(
  { store, targets }: Pick<JourneyPorts, "store" | "targets">,
  { repository }: Branch,
  namespace: string,
): Promise<string | null> {
  for (const { name } of targets) {
    const live = await store.readLiveRelease(repositoryKey(repository), namespace, name);
    if (live !== null) return live.commit;
  }
  return null;
}

/** All that models depend on besides the commit. */
function settingsOf(node: NodeFile): string {
  const known = { node: nodeFactsOf(node), inventory: node.inventory?.content ?? null };
  return `${packageJson.version} ${writeIndexSettings({ python: node.python, roots: [], known })}`;
}

/** By the same index with which the changes into the branch are looked at. */
async function readLive(
  ports: JourneyPorts,
  { repository, ref, mirror }: Branch,
  node: NodeFile,
  commit: string,
): Promise<Pick<IndexedTree, "dags" | "whenRead">> {
  const policy = await readPolicyAt(ports, repository, mirror, commit);
  const kinds = kindsFor(policy);
  const facts = { node: nodeFactsOf(node), inventory: node.inventory?.content ?? null };
  const known = { ...facts, kinds, repository: repository.name };
  const settings = { python: node.python, roots: listRoots(kinds), known };
  const objects = openObjectReader(mirror);
  try {
    return await readIndex(ports, { mirror, line: ref, commit, policy }, settings, objects);
  } finally {
    objects.close();
  }
}

async function lookAgain({ store, clock, log }: JourneyPorts, { repository, ref }: Branch): Promise<void> {
  const subject = { kind: "branch", forge: repository.forge, repository: repository.name, ref } as const;
  await store.remind(subject, clock.now().toISOString()).catch((error: unknown) => {
    log.warn({ err: error, repo: repository.name }, "another look could not be asked for"); // reconciliation will
  });
}
