import type { BroughtBy, ChangeRequest } from "../domain/change.ts";
import type { Person } from "../domain/identity.ts";

/**
 * The change with everybody who asked for a run whose results it brings. It has room for one, and so has each change by which
 * it came: each further one stands in a telling that says the same of everything else. What came nobody knows by which change
 * is approved by nobody anyway.
 */
export function withRequesters(change: ChangeRequest, asked: readonly Person[]): ChangeRequest {
  const [first = null, ...others] = [...new Map(asked.map((one) => [one.id, one])).values()];
  const { broughtBy = [] } = change;
  if (others.length === 0 || broughtBy === null) return { ...change, requester: first };
  const telling = broughtBy[0] ?? tellingOf(change);
  const more = others.map((requester) => ({ ...telling, requester }));
  return { ...change, requester: first, broughtBy: [...broughtBy, ...more] };
}

/** A change as others are told that landed with it. */
export function tellingOf(change: ChangeRequest): BroughtBy {
  const { number, title, isDraft, isFork, author, requester, labels } = change;
  return { number, title, isDraft, isFork, author, requester, labels };
}
