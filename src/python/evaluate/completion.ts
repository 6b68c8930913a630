import type { Value } from "./value.ts";

/** How a statement ended. `maybe`: it may have left in another way, so what follows only perhaps runs. */
export type Completion =
  | { readonly kind: "next"; readonly maybe: Maybe | null }
  | { readonly kind: "return"; readonly value: Value; readonly maybe: Maybe | null }
  | { readonly kind: "break" | "continue"; readonly maybe: Maybe | null };

export interface Maybe {
  readonly returns: readonly Value[];
  readonly breaks: boolean;
  readonly continues: boolean;
}

export const next: Completion = { kind: "next", maybe: null };

export function joinMaybe(...all: readonly (Maybe | null)[]): Maybe | null {
  const known = all.filter((one) => one !== null);
  if (known.length === 0) return null;
  return {
    returns: known.flatMap((one) => one.returns),
    breaks: known.some((one) => one.breaks),
    continues: known.some((one) => one.continues),
  };
}

/** What a completion becomes when nobody knows whether it was reached. */
export function perhaps(completion: Completion | null): Maybe | null {
  if (completion === null || completion.kind === "next") return completion?.maybe ?? null;
  const own: Maybe = {
    returns: completion.kind === "return" ? [completion.value] : [],
    breaks: completion.kind === "break",
    continues: completion.kind === "continue",
  };
  return joinMaybe(own, completion.maybe);
}

/** Of two ways, one of which was taken. */
export function joinCompletions(ways: readonly (Completion | null)[]): Completion {
  const known = ways.filter((way) => way !== null);
  const [first] = known;
  if (first === undefined) return next;
  if (known.every((way) => way.kind === "next"))
    return { kind: "next", maybe: joinMaybe(...known.map(({ maybe }) => maybe)) };
  if (known.every((way) => way.kind === "break")) return first;
  if (known.every((way) => way.kind === "continue")) return first;
  const maybe = joinMaybe(...known.map(perhaps));
  const returns = known.flatMap((way) => (way.kind === "return" ? [way.value] : []));
  const [value] = returns;
  // All ways leave the function: what follows never runs.
  if (value !== undefined && returns.length === known.length) return { kind: "return", value, maybe };
  return { kind: "next", maybe };
}
