import type { ChangeRequest, Instant } from "../domain/change.ts";
import { isLater } from "../formats/instant.ts";

/** A change as it was at the instant of its merge: without what people said and did afterwards. Groups and checks are as given. */
export function asMerged(change: ChangeRequest, mergedAt: Instant): ChangeRequest {
  const isEarly = ({ at }: { readonly at: Instant }) => !isLater(at, mergedAt);
  return {
    ...change,
    reviews: change.reviews
      .filter(isEarly)
      .map((one) => (one.dismissed === null || isEarly(one.dismissed) ? one : { ...one, dismissed: null })),
    comments: change.comments.filter(isEarly),
    labels: change.labels.filter(({ at }) => !isLater(at, mergedAt)),
    now: mergedAt,
  };
}
