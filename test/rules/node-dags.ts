import type { DagElsewhere, NodeDags } from "../../src/domain/node-dags.ts";

/** What another repository of the node says of a DAG: it has it, live, unless said otherwise. */
export function elsewhere(more: Partial<DagElsewhere> & Pick<DagElsewhere, "dagId">): DagElsewhere {
  return {
    kind: "has",
    path: "dags/x.py",
    line: 4,
    taskId: null,
    repository: "trials",
    isOwn: false,
    change: null,
    ...more,
  };
}

/** What a node answers whatever it is asked: of `trials` all is known, unless it is among `unread`. */
export function nodeThatHas(
  mentions: readonly DagElsewhere[],
  { unread = [], unclear = [] }: Partial<NodeDags> = {},
): () => Promise<NodeDags> {
  const known = ["study", ...(unread.includes("trials") ? [] : ["trials"])];
  return async () => ({ mentions, known, unread, unclear });
}
