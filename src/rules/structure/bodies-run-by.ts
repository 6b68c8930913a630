import type { CallFact, CodeFacts } from "../../python/code/code-facts.ts";

type Body = CallFact["within"];

/** These bodies, and those of the module's own functions that they call, one by another. */
export function bodiesRunBy(first: readonly Body[], { calls }: CodeFacts): ReadonlySet<Body> {
  const called = new Map<Body, string[]>();
  for (const { within, paths } of calls) {
    const callees = paths.filter((path) => !path.includes("."));
    const before = called.get(within);
    if (before === undefined) called.set(within, callees);
    else before.push(...callees);
  }
  const waiting = [...first];
  const found = new Set<Body>();
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (one === "" || found.has(one)) continue;
    found.add(one);
    waiting.push(...(called.get(one) ?? []));
  }
  return found;
}
