import { listOf, name } from "./accepts.ts";
import { accountOf } from "./account-of.ts";
import { contributorsTo } from "./contributors.ts";
import { definePredicate, unknown } from "./define-predicate.ts";
import { judgeMembers } from "./judge-members.ts";
import { isOfUnknownOrigin, unknownOrigin } from "./unknown-origin.ts";

export const contributor = definePredicate({
  key: "contributor",
  accepts: listOf(name),
  describe:
    "Whether somebody who contributed (as author of the change, or as author, committer, co-author or pusher of a commit) belongs to one of these groups.",
  example: "contributor: contractors",
  namesOf: "groups",
  speaksOfPaths: "none",
  evaluate(groups, { change, roster }) {
    const isUnknown = isOfUnknownOrigin(change);
    const known = contributorsTo(change).map((person) => accountOf(person, change));
    const verdict = judgeMembers(isUnknown ? known : [change.author, ...known], groups, roster, "contributed");
    if (verdict.answer === "fails" && isUnknown) return unknownOrigin;
    if (verdict.answer === "fails" && change.pushers === null) return unknown("it is not known who pushed");
    return verdict;
  },
});
