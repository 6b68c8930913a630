import { listOf, name } from "./accepts.ts";
import { definePredicate } from "./define-predicate.ts";
import { judgeMembers } from "./judge-members.ts";
import { isOfUnknownOrigin, unknownOrigin } from "./unknown-origin.ts";

export const author = definePredicate({
  key: "author",
  accepts: listOf(name),
  describe: "Whether who opened the change belongs to one of these groups.",
  example: "author: data-controllers",
  namesOf: "groups",
  speaksOfPaths: "none",
  evaluate: (groups, { change, roster }) =>
    isOfUnknownOrigin(change) ? unknownOrigin : judgeMembers([change.author], groups, roster, "opened the change"),
});
