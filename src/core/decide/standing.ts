import type { Permission } from "../../domain/change.ts";
import type { Account } from "../../domain/identity.ts";
import type { Demand } from "../../domain/policy.ts";
import { type Membership, membershipOfAny } from "../../predicates/roster.ts";
import type { DecisionContext } from "./context.ts";

/** Who has a say: members of groups, people with a permission, controllers of the node. */
export interface Standing {
  readonly groups: readonly string[];
  readonly permissions: readonly Permission[];
  readonly controllers: boolean;
}

/** Those whom some demands name, and the controllers of the node, whose approval every decision needs. */
export function standingOfNamed(demands: readonly Demand[]): Standing {
  const parts = demands.flatMap(demandsIn);
  return {
    groups: [...new Set(parts.flatMap(groupsOf))],
    permissions: [
      ...new Set(
        parts.flatMap((part) =>
          part.form === "count" && part.from.length === 0 && part.permission !== null ? [part.permission] : [],
        ),
      ),
    ],
    controllers: true,
  };
}

/** The controllers of the node alone. */
export const standingOfControllers: Standing = { groups: [], permissions: [], controllers: true };

export function standingOfGroups(groups: readonly string[]): Standing {
  return { groups, permissions: [], controllers: false };
}

/** Those who have a say by any of these. */
export function joinStandings(standings: readonly Standing[]): Standing {
  return {
    groups: [...new Set(standings.flatMap(({ groups }) => groups))],
    permissions: [...new Set(standings.flatMap(({ permissions }) => permissions))],
    controllers: standings.some(({ controllers }) => controllers),
  };
}

/** Whether somebody has a say: who has is a "member". */
export function hasStanding(
  account: Account,
  standing: Standing,
  { roster, controllers }: Pick<DecisionContext, "roster" | "controllers">,
): Membership {
  const isController = standing.controllers && controllers?.some(({ id }) => id === account.id);
  if (isController || standing.permissions.some((permission) => roster.hasPermission(account, permission)))
    return { answer: "member" };
  return membershipOfAny(account, standing.groups, roster);
}

/** The groups that a demand names, but for those within its parts. */
export function groupsOf(demand: Demand): readonly string[] {
  if (demand.form === "signed") return demand.by ?? [];
  return "from" in demand ? demand.from : [];
}

/** A demand that asks for nothing of its own is those that it asks for. */
export function demandsIn(demand: Demand): readonly Demand[] {
  return demand.form === "all" || demand.form === "any" ? demand.of.flatMap(demandsIn) : [demand];
}
