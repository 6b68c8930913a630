import type { FileProblem } from "../../domain/file-problem.ts";
import { type CountDemand, type Demand, datasetOwners, type Policy, type PolicyOrigin } from "../../domain/policy.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import { nobody } from "../import/draft.ts";
import type { NoteSubject } from "./note-subject.ts";

/**
 * What a good policy asks for that nobody can ever give: more organisations than its groups sit for, or more people than are named.
 * It is not wrong, since such a change stays pending; but hardly anybody means it.
 */
export function findUnmeetable({ policy, path }: NoteSubject): readonly FileProblem[] {
  const { people, requirements, otherwise } = policy;
  const asked = [
    ...requirements.map(({ name, require, origin }) => ({ name, require, origin })),
    ...(otherwise === null ? [] : [{ name: "otherwise", require: otherwise, origin: policy.otherwiseFrom?.origin }]),
  ];
  return asked.flatMap(({ name, require, origin }) =>
    needed(require).flatMap((demand) => {
      const why = tooMany(demand, people);
      return why === null ? [] : [noteAt(origin, path, `${quoteName(name)} can never be met: ${why}`)];
    }),
  );
}

function noteAt(origin: PolicyOrigin | undefined, path: string, message: string): FileProblem {
  return { path: origin?.layer ?? path, line: origin?.line ?? 1, column: 1, message };
}

/** The counts without which a demand is not met. Of an `any` nobody knows which one is meant. */
function needed(demand: Demand): readonly CountDemand[] {
  if (demand.form === "count") return [demand];
  return demand.form === "all" ? demand.of.flatMap(needed) : [];
}

function tooMany({ count, from, distinct, seats }: CountDemand, people: Policy["people"]): string | null {
  if (distinct === "organisation") {
    const sitting = people.filter(({ name }) => seats?.includes(name) ?? true);
    const organisations = new Set(sitting.flatMap(({ organisation }) => organisation ?? []));
    if (organisations.size < count)
      return `it asks for ${count} organisations, and the groups of \`people\` have ${organisations.size} (\`organisation: NAME\` gives a group one).`;
  }
  if (from.length === 0 || from.includes(datasetOwners)) return null;
  const groups = people.filter(({ name }) => from.includes(name));
  if (groups.some(({ keys, permission }) => keys.length > 0 || permission !== null)) return null;
  const users = new Set(groups.flatMap((group) => group.users.map(({ id }) => id)));
  users.delete(nobody.id);
  return users.size < count
    ? `it asks for ${count} ${count === 1 ? "approval" : "approvals"}, and ${users.size} ${users.size === 1 ? "person is" : "people are"} named to give that.`
    : null;
}
