import type { ChangeRequest } from "../domain/change.ts";
import type { Person } from "../domain/identity.ts";

/**
 * Authors, committers, co-authors and pushers of a change, each once, in the order of their ids. Clean update merges, which
 * the forge makes, make nobody a contributor. Whoever opened the change is among them only by a commit or a push.
 */
export function contributorsTo(change: Pick<ChangeRequest, "commits" | "pushers">): readonly Person[] {
  const people = new Map<number, Person>();
  for (const person of change.pushers ?? []) people.set(person.id, person);
  for (const commit of change.commits.items) {
    if (commit.isCleanUpdateMerge) continue;
    for (const person of [commit.author, commit.committer, ...commit.coAuthors]) {
      if (person !== null) people.set(person.id, person);
    }
  }
  return [...people.values()].sort((a, b) => a.id - b.id);
}
