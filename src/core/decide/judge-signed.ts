import type { Commit } from "../../domain/change.ts";
import type { Person } from "../../domain/identity.ts";
import type { SignedDemand } from "../../domain/policy.ts";
import { accountOf } from "../../predicates/account-of.ts";
import { membershipOfAny } from "../../predicates/roster.ts";
import { anyOf } from "../../predicates/sentence.ts";
import { shorten } from "./bind-approval.ts";
import type { DecisionContext } from "./context.ts";
import { describeUnreadable } from "./judge-seats.ts";
import { type Judgement, leaf } from "./judgement.ts";

/** Judges `{ signed: true }`: every commit validly signed by its own committer, `{ signed: { by: [groups] } }`: who is in one of them. */
export function judgeSigned({ by }: SignedDemand, { change, roster }: DecisionContext): Judgement {
  const name = by === undefined ? "signed commits" : `commits signed by ${by.join(" or ")}`;
  const unreadable = (by ?? []).flatMap((group) => roster.unreadableKeys(group));
  if (unreadable.length > 0) return leaf(name, "failed", describeUnreadable(unreadable));

  const isGood = (signer: Person) =>
    by === undefined || membershipOfAny(accountOf(signer, change), by, roster).answer === "member";
  const unsigned = change.commits.items.filter((commit) => !isSigned(commit, isGood));
  const who = by === undefined ? "committer" : `committer, a member of ${anyOf(by)}`;
  if (unsigned.length === 0) return leaf(name, "approved", `every commit is signed by its ${who}`);
  const shas = unsigned.slice(0, 5).map(({ sha }) => shorten(sha));
  const more = unsigned.length > shas.length ? ` and ${unsigned.length - shas.length} more` : "";
  return leaf(name, "pending", `not validly signed by their own ${who}: ${shas.join(", ")}${more}`, [
    { count: unsigned.length, from: name },
  ]);
}

/** The forge's own key (`by: null`) is good for the merges that it makes, and for nothing else. */
function isSigned({ signature, committer, isCleanUpdateMerge }: Commit, isGood: (signer: Person) => boolean): boolean {
  if (signature.state !== "valid") return false;
  if (signature.by === null) return isCleanUpdateMerge;
  return signature.by.id === committer?.id && isGood(signature.by);
}
