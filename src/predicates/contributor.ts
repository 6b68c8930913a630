import { listOf, name } from "./accepts.ts";
import { contributorsTo } from "./contributors.ts";
import { definePredicate, unknown } from "./define-predicate.ts";
import { judgeMembers } from "./judge-members.ts";

export const contributor = definePredicate({
  key: "contributor",
  accepts: listOf(name),
  describe:
    "Whether somebody who contributed (as author of the change, or as author, committer, co-author or pusher of a commit) belongs to one of these groups.",
  example: "contributor: contractors",
  namesOf: "groups",
  speaksOfPaths: "none",
  evaluate(groups, { change, roster }) {
    const people = [change.author, ...contributorsTo(change).map((person) => ({ ...person, kind: "user" as const }))];
    const verdict = judgeMembers(people, groups, roster, "contributed");
    if (verdict.answer === "fails" && change.pushers === null) return unknown("it is not known who pushed");
    return verdict;
  },
});
