import type { Commit } from "../../domain/change.ts";
import { shorten } from "./bind-approval.ts";
import type { DecisionContext } from "./context.ts";
import { type Judgement, leaf } from "./judgement.ts";

/** Judges `{ signed: true }`: every commit validly signed by its own committer. */
export function judgeSigned({ change }: DecisionContext): Judgement {
  const name = "signed commits";
  const unsigned = change.commits.items.filter((commit) => !isSigned(commit));
  if (unsigned.length === 0) return leaf(name, "approved", "every commit is signed by its committer");
  const shas = unsigned.slice(0, 5).map(({ sha }) => shorten(sha));
  const more = unsigned.length > shas.length ? ` and ${unsigned.length - shas.length} more` : "";
  return leaf(name, "pending", `not validly signed by their own committer: ${shas.join(", ")}${more}`, [
    { count: unsigned.length, from: "signed commits" },
  ]);
}

/** The forge's own key (`by: null`) is good for the merges that it makes, and for nothing else. */
function isSigned({ signature, committer, isCleanUpdateMerge }: Commit): boolean {
  if (signature.state !== "valid") return false;
  if (signature.by === null) return isCleanUpdateMerge;
  return signature.by.id === committer?.id;
}
