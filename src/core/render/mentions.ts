import type { ChangeRequest } from "../../domain/change.ts";
import type { Decision, DecisionNode } from "../../domain/decision.ts";
import type { NodeFile } from "../../domain/node.ts";
import type { PolicySource } from "../../domain/policy.ts";
import { areOwners } from "../decide/describe-owners.ts";
import { nameOfDataset } from "../decide/judge-count.ts";
import { nodeControllers } from "../decide/judge-node.ts";

const mostNames = 12;
const safeName = /^[A-Za-z0-9_.][A-Za-z0-9_./-]*$/;

/**
 * Whom a forge calls by an `@` for what a decision awaits: teams (`acme/data-controllers`), groups of GitLab and people by
 * login, without the `@`. Organisations and permissions are nobody that can be called.
 */
export function whomToMention(
  decision: Decision,
  policy: PolicySource,
  node: NodeFile | null,
  change: Pick<ChangeRequest, "forge" | "datasets" | "author">,
): readonly string[] {
  if (decision.status !== "pending") return [];
  const facts = { forge: change.forge, datasets: awaitedDatasets(decision.tree, change.datasets) };
  const names = decision.tree.waitingFor.flatMap(({ from }) => namesOf(from, policy, node, facts));
  const others = names.filter((name) => safeName.test(name) && name !== change.author.login);
  return [...new Set(others)].slice(0, mostNames);
}

/** The datasets whose owners are awaited still; all, where the tree speaks of no dataset by itself. */
function awaitedDatasets(tree: DecisionNode, datasets: ChangeRequest["datasets"]): ChangeRequest["datasets"] {
  const statuses = new Map(flatten(tree).map(({ name, status }) => [name, status]));
  const awaited = datasets.filter(({ name }) => statuses.get(nameOfDataset(name)) === "pending");
  return awaited.length === 0 ? datasets : awaited;
}

function flatten(node: DecisionNode): readonly DecisionNode[] {
  return [node, ...node.children.flatMap(flatten)];
}

function namesOf(
  awaited: string,
  policy: PolicySource,
  node: NodeFile | null,
  { forge, datasets }: Pick<ChangeRequest, "forge" | "datasets">,
): readonly string[] {
  if (awaited === nodeControllers) {
    return (node?.controllers ?? []).filter((one) => one.forge === forge).map(({ login }) => login);
  }
  if (areOwners(awaited)) return datasets.flatMap(({ owners }) => owners.flatMap(nameOfKey));
  const holder = / to unhold$/.test(awaited) ? awaited.replace(/ to unhold$/, "") : null;
  if (holder !== null) return [holder];
  const group = policy.state === "valid" ? policy.policy.people.find(({ name }) => name === awaited) : undefined;
  return [...(group?.keys ?? []).flatMap(nameOfKey), ...(group?.users ?? []).map(({ login }) => login)];
}

function nameOfKey(key: string): readonly string[] {
  const name = /^(?:team|group):(.+)$/.exec(key)?.[1];
  return name === undefined ? [] : [name];
}
