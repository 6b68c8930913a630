import type { PeopleGroup } from "../../domain/policy.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { type NoteSubject, noteAt, writtenIn } from "./note-subject.ts";

/** Organisations whose names differ in case or spaces alone: two seats, where hardly more than one is meant. */
export function findTwinOrganisations(subject: NoteSubject): readonly FormatProblem[] {
  const { people } = subject.policy;
  const layerOf = ({ name, organisation }: PeopleGroup) =>
    writtenIn(subject).find(({ file }) => organisation !== null && file.people?.[name]?.organisation === organisation);
  return people.flatMap((group, index) => {
    const layer = layerOf(group);
    if (layer === undefined) return [];
    const twin = people.find(
      (other, at) => areTwins(group, other) && (at < index || layerOf(other) === undefined), // of two, the second is told
    );
    return twin === undefined ? [] : [noteAt(layer, ["people", group.name, "organisation"], describe(group, twin))];
  });
}

function areTwins({ organisation: one }: PeopleGroup, { organisation: other }: PeopleGroup): boolean {
  return one !== null && other !== null && one !== other && fold(one) === fold(other);
}

function fold(name: string): string {
  return name.normalize("NFKC").trim().replaceAll(/\s+/g, " ").toLowerCase();
}

function describe({ organisation }: PeopleGroup, { name, organisation: other }: PeopleGroup): string {
  return `${quoteName(organisation ?? "")} is another organisation than ${quoteName(other ?? "")} of ${quoteName(name)}, from which it differs in case or spaces alone: two people of them fill two seats. Write both alike, unless that is meant.`;
}
