import type { KnownFacts } from "../../src/analysis/inspector.ts";
import type { ExampleFacts } from "../../src/rules/example.ts";

const node = {
  node: "london",
  python: "3.12",
  datasets: [],
  repositories: [],
  storage: null,
  targets: [],
};
const inventory = { python: "3.12.4", packages: {}, providers: {}, modules: {}, opaque: [], dags: [] };
const change = { number: 7, author: { id: 1, login: "ada" } };

/** The facts of an example, with plain ones where it leaves some out. */
export function knownOf(facts: ExampleFacts = {}): KnownFacts {
  return {
    node: facts.node === undefined ? null : { ...node, ...facts.node },
    inventory: facts.inventory === undefined ? null : { ...inventory, ...facts.inventory },
    change: facts.change === undefined ? null : { ...change, ...facts.change },
    changed: facts.changed ?? null,
    openRequests: facts.openRequests ?? null,
    repository: facts.repository ?? null,
  };
}
