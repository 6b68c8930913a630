import { type ChangeRef, repositoryKey } from "../../domain/identity.ts";
import type { DagElsewhere, NodeDags } from "../../domain/node-dags.ts";
import type { JourneyPorts } from "../ports.ts";

interface Asking extends ChangeRef {
  readonly namespace: string;
}

/** What is kept of these DAGs beside what a change says of them itself. It costs what the answer has, and a row for each repository. */
export async function readNodeDags(
  { store, node }: Pick<JourneyPorts, "store" | "node">,
  { repository, number, namespace: own }: Asking,
  dagIds: readonly string[],
): Promise<NodeDags> {
  const key = repositoryKey(repository);
  const entries = node?.repositories ?? [];
  const names = new Map(entries.map(({ namespace, name }) => [namespace, name]));
  const found = await store.findMentions(dagIds);
  const mentions = found.flatMap(({ namespace, ...one }): readonly DagElsewhere[] => {
    const name = names.get(namespace);
    const isOwn = one.repository === key;
    if (name === undefined || (isOwn && (one.change === null || one.change === number))) return [];
    return [{ ...one, repository: name, isOwn }];
  });
  const live = await store.listLiveDagSources();
  const read = new Map(live.map((source) => [source.namespace, source]));
  const others = entries.filter(({ namespace }) => namespace !== own);
  return {
    mentions,
    known: entries.filter(({ namespace }) => namespace === own || read.has(namespace)).map(({ name }) => name),
    unread: others.filter(({ namespace }) => !read.has(namespace)).map(({ name }) => name),
    unclear: others.flatMap(({ namespace, name }) => {
      const reason = read.get(namespace)?.unclear ?? null;
      return reason === null ? [] : [{ repository: name, reason }];
    }),
  };
}
