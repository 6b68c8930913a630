import type { FileProblem } from "../../domain/file-problem.ts";
import { findOpenOtherwise } from "./find-open-otherwise.ts";
import { findPlaceholders } from "./find-placeholders.ts";
import { findUnmeetable } from "./find-unmeetable.ts";
import { findUnnamedGroups } from "./find-unnamed-groups.ts";
import type { NoteSubject } from "./note-subject.ts";

const finders: readonly ((subject: NoteSubject) => readonly FileProblem[])[] = [
  findOpenOtherwise,
  findPlaceholders,
  findUnmeetable,
  findUnnamedGroups,
];

/** Everything in a good policy that its author hardly means. None of it is wrong: it may be meant all the same. */
export function findNotes(subject: NoteSubject): readonly FileProblem[] {
  return finders.flatMap((find) => find(subject));
}
