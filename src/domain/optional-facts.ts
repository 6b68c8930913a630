/** Facts that somebody who writes a change by hand may leave out. What is left out is not known. */
export const optionalFacts = [
  "title",
  "body",
  "requester",
  "earlierHeads",
  "reviews",
  "comments",
  "checks",
  "labels",
  "findings",
  "unread",
  "datasets",
] as const;
export type OptionalFact = (typeof optionalFacts)[number];
