import { type ChangeRequest, type DatasetTouched, type Permission, permissionLevels } from "../domain/change.ts";
import type { Account } from "../domain/identity.ts";
import { datasetOwners, type PeopleGroup } from "../domain/policy.ts";

/** `unreadable` are the keys of forge groups that would have to be read to know. */
export type Membership =
  | { readonly answer: "member" }
  | { readonly answer: "stranger" }
  | { readonly answer: "unknown"; readonly unreadable: readonly string[] };

export type RosterFacts = Pick<ChangeRequest, "groups" | "permissions" | "datasets">;

/** Who belongs to which group of a policy. */
export interface Roster {
  membershipOf(account: Account, group: string): Membership;
  /** The keys behind a group that could not be read, whoever asks. */
  unreadableKeys(group: string): readonly string[];
  hasPermission(account: Account, atLeast: Permission): boolean;
}

/**
 * Makes a roster of a policy's people and what the forge said of its groups. Bots belong to a group only where it names
 * them among its `users`. `dataset-owners` are the owners of any of the facts' datasets; without `areDatasetsKnown`, nobody knows the others.
 */
export function createRoster(people: readonly PeopleGroup[], facts: RosterFacts, areDatasetsKnown = true): Roster {
  const groups = new Map([...people, ownersGroup(facts.datasets)].map((group) => [group.name, group]));
  const hasPermission = (account: Account, atLeast: Permission) =>
    account.kind === "user" && isAtLeast(permissionOf(facts, account), atLeast);
  const membersOf = rememberMembers(facts.groups);
  const isUnsaid = (name: string) => name === datasetOwners && !areDatasetsKnown;
  const unreadableKeys = (name: string) =>
    isUnsaid(name) ? [name] : (groups.get(name)?.keys ?? []).filter((key) => membersOf(key) === null);

  return {
    hasPermission,
    unreadableKeys,
    membershipOf(account, name) {
      const group = groups.get(name);
      if (group === undefined) return { answer: "stranger" };
      if (group.users.some(({ id }) => id === account.id)) return { answer: "member" };
      if (account.kind === "bot") return { answer: "stranger" };
      if (group.permission !== null && hasPermission(account, group.permission)) return { answer: "member" };
      if (group.keys.some((key) => membersOf(key)?.has(account.id))) return { answer: "member" };
      const unreadable = unreadableKeys(name);
      return unreadable.length === 0 ? { answer: "stranger" } : { answer: "unknown", unreadable };
    },
  };
}

/** Whether somebody belongs to any of some groups. */
export function membershipOfAny(
  account: Account,
  groups: readonly string[],
  roster: Pick<Roster, "membershipOf">,
): Membership {
  const memberships = groups.map((group) => roster.membershipOf(account, group));
  if (memberships.some(({ answer }) => answer === "member")) return { answer: "member" };
  const unreadable = memberships.flatMap((one) => (one.answer === "unknown" ? one.unreadable : []));
  return unreadable.length === 0 ? { answer: "stranger" } : { answer: "unknown", unreadable: [...new Set(unreadable)] };
}

/** Whether one permission includes another. */
export function isAtLeast(has: Permission | null, wanted: Permission): boolean {
  const levels: readonly (Permission | null)[] = permissionLevels;
  return levels.indexOf(has) >= levels.indexOf(wanted);
}

function ownersGroup(datasets: readonly DatasetTouched[]): PeopleGroup {
  const keys = [...new Set(datasets.flatMap(({ owners }) => owners))];
  return { name: datasetOwners, organisation: null, keys, users: [], permission: null };
}

/** Ids of the members of a forge's group, each list looked through once; `null` where it could not be read. */
function rememberMembers(groups: RosterFacts["groups"]): (key: string) => ReadonlySet<number> | null {
  const known = new Map<string, ReadonlySet<number> | null>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const members = Object.hasOwn(groups, key) ? (groups[key] ?? null) : null;
    const ids = members === null ? null : new Set(members.map(({ id }) => id));
    known.set(key, ids);
    return ids;
  };
}

function permissionOf(facts: RosterFacts, account: Account): Permission | null {
  const key = String(account.id);
  return Object.hasOwn(facts.permissions, key) ? (facts.permissions[key] ?? null) : null;
}
