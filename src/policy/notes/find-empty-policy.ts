import type { FormatProblem } from "../../formats/format-problem.ts";
import { type NoteSubject, noteAt, writtenIn } from "./note-subject.ts";

/** A repository's policy that, with all above it, asks for nothing. An organisation's may do so on purpose. */
export function findEmptyPolicy(subject: NoteSubject): readonly FormatProblem[] {
  const { requirements, otherwise } = subject.policy;
  if (requirements.length > 0 || otherwise !== null) return [];
  const message =
    "This policy asks nobody, and what nobody is asked for is never approved: every change stays pending. Add `extends: code-repo`, or `otherwise: { require: { count: 1, from: GROUP } }`.";
  return writtenIn(subject)
    .filter(({ chain }) => chain === "lower")
    .map((layer) => noteAt(layer, ["version"], message, "key"));
}
