import type { Account, Person } from "../../domain/identity.ts";
import { listNames } from "../../formats/did-you-mean.ts";
import { isProtectedPath, mayHoldProtected } from "../../predicates/protected-paths.ts";
import type { DecisionContext } from "./context.ts";
import { judgeSeats } from "./judge-seats.ts";
import { type Judgement, leaf } from "./judgement.ts";

/** Name of the tree's node for the node's own requirement, which `mode: observe` does not lift. */
export const nodeRequirementName = "a controller of the node agrees";
export const protectedFilesName = "protected files";

/** Who is awaited where a controller of the node must agree. */
export const nodeControllers = "node controllers";

/** Every decision needs an approval by a controller, where the node's file is given. */
export function judgeNode(context: DecisionContext): readonly Judgement[] {
  if (context.controllers === null) return [];
  return [judgeControllers(nodeRequirementName, context.controllers, context, false)];
}

/**
 * Files that decide what is governed, and how, need an approval by a controller of the node who contributed nothing,
 * whatever the policy counts.
 */
export function judgeProtectedFiles(context: DecisionContext): readonly Judgement[] {
  const touched = context.paths.filter(
    (path) => isProtectedPath(path) || (context.opaque.has(path) && mayHoldProtected(path)),
  );
  if (touched.length === 0) return [];
  if (context.controllers === null) {
    const reason = `it changes ${listNames(touched, 5)}, which needs a controller of the node, and no node's file was given`;
    return [leaf(protectedFilesName, "pending", reason, [{ count: 1, from: nodeControllers }])];
  }
  const judged = judgeControllers(protectedFilesName, context.controllers, context, true);
  return [
    { ...judged, node: { ...judged.node, reason: `it changes ${listNames(touched, 5)}: ${judged.node.reason}` } },
  ];
}

function judgeControllers(
  name: string,
  controllers: readonly Person[],
  context: DecisionContext,
  isIndependent: boolean,
): Judgement {
  const isEntitled = (account: Account) => controllers.some(({ id }) => id === account.id);
  return judgeSeats(
    {
      name,
      count: 1,
      from: nodeControllers,
      isEntitled,
      unreadable: [],
      isIndependent,
      organisationsOf: null,
      groupsOf: () => [],
      isBlind: false,
    },
    context,
  );
}
