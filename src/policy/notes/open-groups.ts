import type { PeopleGroup } from "../../domain/policy.ts";
import { type NoteSubject, writtenIn } from "./note-subject.ts";

/** Names of all groups that something names. */
export function namedGroups({ layers }: NoteSubject): ReadonlySet<string> {
  const references = layers.flatMap(({ decoding }) => decoding.references);
  return new Set(references.filter(({ to }) => to === "group").map(({ name }) => name));
}

/** Groups of presets that something names and no file defines, so that whoever has a permission stands in the place of people. */
export function openGroups(subject: NoteSubject): readonly PeopleGroup[] {
  const written = new Set(writtenIn(subject).flatMap(({ file }) => Object.keys(file.people ?? {})));
  const named = namedGroups(subject);
  return subject.policy.people.filter(
    ({ name, keys, users, permission }) =>
      named.has(name) && !written.has(name) && permission !== null && keys.length === 0 && users.length === 0,
  );
}
