import { quoteName } from "../formats/did-you-mean.ts";
import { listOf, name } from "./accepts.ts";
import { definePredicate, fails, holds } from "./define-predicate.ts";
import { anyOf } from "./sentence.ts";

/** What git allows in no branch's name: https://git-scm.com/docs/git-check-ref-format */
const branchName = name.refine((value) => !/[\s~^:?*[\\]|\.\./.test(value), {
  message: "`base` takes the exact name of a branch, such as `main`; patterns are not possible.",
});

export const base = definePredicate({
  key: "base",
  accepts: listOf(branchName),
  describe:
    "Whether the base branch is one of these. `main` is exactly `refs/heads/main`, so a tag of that name is not meant.",
  example: "base: main",
  namesOf: null,
  speaksOfPaths: "none",
  evaluate(branches, { change }) {
    const refs = branches.map((branch) => (branch.startsWith("refs/") ? branch : `refs/heads/${branch}`));
    return refs.includes(change.base.ref)
      ? holds(`its base is ${quoteName(change.base.ref)}`)
      : fails(`its base is ${quoteName(change.base.ref)}, not ${anyOf(branches)}`);
  },
});
