import type { Account } from "../domain/identity.ts";
import { listNames, quoteName } from "../formats/did-you-mean.ts";
import { fails, holds, unknown, type Verdict } from "./define-predicate.ts";
import type { Roster } from "./roster.ts";
import { anyOf } from "./sentence.ts";

/** Whether any of some people, who `did` something, belongs to any of some groups. */
export function judgeMembers(
  people: readonly Account[],
  groups: readonly string[],
  roster: Roster,
  did: string,
): Verdict {
  const unreadable = new Set<string>();
  for (const account of people) {
    for (const group of groups) {
      const membership = roster.membershipOf(account, group);
      if (membership.answer === "member") return holds(`${account.login}, who ${did}, belongs to ${quoteName(group)}`);
      if (membership.answer === "unknown") for (const key of membership.unreadable) unreadable.add(key);
    }
  }
  if (unreadable.size > 0) return unknown(`the members of ${listNames([...unreadable])} could not be read`);
  return fails(`nobody who ${did} belongs to ${anyOf(groups)}`);
}
