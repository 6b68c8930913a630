import type { AskNode } from "../../analysis/look-around.ts";
import type { SpokenOf } from "../../core/inspect/dag-mentions.ts";
import { repositoryKey } from "../../domain/identity.ts";
import type { NodeRepository } from "../../domain/node.ts";
import type { OpenChange } from "../../ports/forge.ts";
import type { GatheredChange } from "../gather-change.ts";
import type { JourneyPorts } from "../ports.ts";
import { lookAtConcerned } from "./look-at-concerned.ts";
import { readNodeDags } from "./read-node-dags.ts";

type AskPorts = Pick<JourneyPorts, "store" | "clock" | "node" | "repositoryOf">;

/** No change that people review speaks of more. */
const mostMentions = 5_000;

/**
 * Answers what the node has of the DAGs that a change speaks of; `null` of one that does not come to the node. What it says itself
 * is kept for the changes of others, where `isWhole` tells that all of it is known.
 */
export function askNodeFor(
  ports: AskPorts,
  gathered: GatheredChange,
  open: readonly OpenChange[],
): (isWhole: boolean) => AskNode {
  const { ref, baseRef } = gathered.told;
  const entry = ports.repositoryOf(ref.repository);
  if (entry === null || baseRef !== `refs/heads/${entry.branch}`) return () => async () => null;
  return (isWhole) => async (spoken) => {
    if (isWhole) await recordDagsOfChange(ports, gathered, entry, spoken);
    await lookAtForgotten(ports, gathered, open);
    return readNodeDags(ports, { ...ref, namespace: entry.namespace }, spoken.dagIds);
  };
}

/** The same of what landed, of which nothing is kept: its DAGs are read when they are live. */
export function askNodeOfLanding(ports: AskPorts, { told: { ref } }: GatheredChange): AskNode {
  const entry = ports.repositoryOf(ref.repository);
  if (entry === null) return async () => null;
  return ({ dagIds }) => readNodeDags(ports, { ...ref, namespace: entry.namespace }, dagIds);
}

async function recordDagsOfChange(
  ports: AskPorts,
  { told, change }: GatheredChange,
  { namespace }: NodeRepository,
  { mentions }: SpokenOf,
): Promise<void> {
  const { repository, number } = told.ref;
  const source = {
    repository: repositoryKey(repository),
    change: number,
    name: repository.name,
    namespace,
    readAs: change.head.sha,
    unclear: mentions.length > mostMentions ? "it speaks of too many DAGs" : null,
  };
  const known = await ports.store.readDagSource(source.repository, number);
  if (mentions.length === 0 && known === null) return;
  const moved = await ports.store.recordDags(source, mentions.slice(0, mostMentions));
  await lookAtConcerned(ports, source, moved);
}

/** A change of which something is kept and that is open no more: nobody told of its end. */
async function lookAtForgotten(
  { store, clock }: AskPorts,
  { told: { ref } }: GatheredChange,
  open: readonly OpenChange[],
): Promise<void> {
  const { forge, name } = ref.repository;
  const there = new Set([ref.number, ...open.map(({ number }) => number)]);
  for (const number of await store.listDagChanges(repositoryKey(ref.repository))) {
    if (there.has(number)) continue;
    await store.remind({ kind: "change", forge, repository: name, number }, clock.now().toISOString());
  }
}
