import type { PeopleGroup } from "../../domain/policy.ts";
import { listNames, quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { nobody } from "../import/draft.ts";
import { restsOn } from "../rests-on.ts";
import { type NoteSubject, noteAt, writtenIn } from "./note-subject.ts";

/** Groups of two organisations with the same people in them, who then are two organisations by themselves. */
export function findSharedMembers(subject: NoteSubject): readonly FormatProblem[] {
  const { people, requirements, otherwise } = subject.policy;
  const demands = [...requirements.map(({ require }) => require), ...(otherwise === null ? [] : [otherwise])];
  if (!restsOn([], demands, []).organisations) return [];
  return people.flatMap((group, index) => {
    const layer = writtenIn(subject).findLast(({ file }) => file.people?.[group.name] !== undefined);
    if (layer === undefined) return [];
    const messages = people.slice(0, index).flatMap((other) => describeShared(other, group));
    return messages.slice(0, 1).map((message) => noteAt(layer, ["people", group.name], message, "key"));
  });
}

function describeShared(one: PeopleGroup, other: PeopleGroup): readonly string[] {
  if (one.organisation === null || other.organisation === null || one.organisation === other.organisation) return [];
  const both = `${quoteName(one.name)} and ${quoteName(other.name)}, which sit for different organisations, both name`;
  const keys = one.keys.filter((key) => other.keys.includes(key)).map((key) => key.replace(":", " "));
  if (keys.length > 0)
    return [
      `${both} ${listNames(keys)}: two people of that one are two organisations here. Name those of each organisation alone, unless that is meant.`,
    ];
  const users = other.users.filter(({ id }) => id !== nobody.id && one.users.some((user) => user.id === id));
  if (users.length === 0) return [];
  return [
    `${both} ${listNames(users.map(({ login }) => login))}: such a person can sit for either, so that two people of one organisation are two here. Leave each in one group, unless that is meant.`,
  ];
}
