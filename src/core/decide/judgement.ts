import type { Awaited, DecisionNode, NodeStatus } from "../../domain/decision.ts";
import { listNames } from "../../formats/did-you-mean.ts";

/** A node of the tree, and the ids of the approvals (acts) that fill a seat below it, or could if one were free. */
export interface Judgement {
  readonly node: DecisionNode;
  readonly counted: readonly string[];
  readonly entitled: readonly string[];
  /** Accounts that have approved and may fill a seat of a blind count below. */
  readonly blind: readonly number[];
  /** A blind count below still waits, so that nobody may be told of those approvals, even where something else is met in its place. */
  readonly isSecret: boolean;
  /** Keys of groups below that could not be read, so that nobody knows who else is entitled. */
  readonly unreadable: readonly string[];
}

export function leaf(name: string, status: NodeStatus, reason: string, waitingFor: readonly Awaited[] = []): Judgement {
  const node = { name, status, reason, waitingFor, children: [] };
  return { node, counted: [], entitled: [], blind: [], isSecret: false, unreadable: [] };
}

const orders = {
  all: ["failed", "rejected", "pending", "approved"],
  any: ["failed", "approved", "pending", "rejected"],
} as const satisfies Record<string, readonly NodeStatus[]>;

/** The status of several together. What is skipped says nothing; if all is skipped, or there is nothing, so is the whole. */
export function combineStatuses(form: "all" | "any", statuses: readonly NodeStatus[]): NodeStatus {
  return orders[form].find((status) => statuses.includes(status)) ?? "skipped";
}

/** Joins the parts of an `all` or `any`. */
export function joinJudgements(name: string, form: "all" | "any", parts: readonly Judgement[]): Judgement {
  const children = parts.map(({ node }) => node);
  const status = combineStatuses(
    form,
    children.map((child) => child.status),
  );
  return {
    node: {
      name,
      status,
      reason: describeJoin(form, status, children),
      waitingFor: mergeAwaited(status, children),
      children,
    },
    counted: parts.flatMap(({ counted }) => counted),
    entitled: parts.flatMap(({ entitled }) => entitled),
    blind: parts.flatMap(({ blind }) => blind),
    isSecret: parts.some(({ isSecret }) => isSecret),
    unreadable: [...new Set(parts.flatMap(({ unreadable }) => unreadable))],
  };
}

export function renamed(judgement: Judgement, name: string): Judgement {
  return { ...judgement, node: { ...judgement.node, name } };
}

/** The same judgement, of these paths alone. */
export function forPaths(judgement: Judgement, paths: readonly string[]): Judgement {
  const { node } = judgement;
  const names = listNames(paths, 5);
  return {
    ...judgement,
    node: { ...node, name: `${node.name}, for ${names}`, reason: `for ${names}: ${node.reason}` },
  };
}

/** Joins parts that must all be met; a single one stands for itself. */
export function joinSeveral(name: string, parts: readonly Judgement[]): Judgement {
  const [only] = parts;
  return parts.length > 1 || only === undefined ? joinJudgements(name, "all", parts) : only;
}

/** Who is awaited below some nodes, each once with the highest count. Nobody, where nothing is pending. */
export function mergeAwaited(status: NodeStatus, children: readonly DecisionNode[]): readonly Awaited[] {
  if (status !== "pending") return [];
  const counts = new Map<string, number>();
  for (const { count, from } of children.flatMap((child) => child.waitingFor)) {
    counts.set(from, Math.max(count, counts.get(from) ?? 0));
  }
  return [...counts].map(([from, count]) => ({ count, from }));
}

function describeJoin(form: "all" | "any", status: NodeStatus, children: readonly DecisionNode[]): string {
  const deciding = children.filter((child) => child.status === status);
  if (status === "skipped") return "nothing of it applies";
  if (status === "approved") return form === "all" ? "all of it is met" : `\`${deciding[0]?.name}\` is met`;
  if (form === "any" && status === "pending") return `none of it is met yet: ${listReasons(deciding, "; or ")}`;
  return listReasons(deciding, "; ");
}

/** Thousands of files or datasets must not make a sentence that nobody can show. */
const maxReasons = 10;

function listReasons(nodes: readonly DecisionNode[], separator: string): string {
  const reasons = nodes.slice(0, maxReasons).map(({ reason }) => reason);
  const more = nodes.length - reasons.length;
  return [...reasons, ...(more > 0 ? [`and ${more} more`] : [])].join(separator);
}
