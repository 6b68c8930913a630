import type { FormatProblem } from "../../formats/format-problem.ts";
import { type NoteSubject, noteAt, writtenIn } from "./note-subject.ts";

/** Settings that say something of what another setting never lets happen. */
export function findIdleSettings(subject: NoteSubject): readonly FormatProblem[] {
  const { counting } = subject.policy;
  return writtenIn(subject).flatMap((layer) => {
    const onExpiry = layer.file["after-landing"]?.["on-expiry"];
    const expiry =
      counting.expireAfterMs !== null || onExpiry === undefined || onExpiry === "ignore"
        ? []
        : [
            noteAt(
              layer,
              ["after-landing", "on-expiry"],
              "No approval ever expires, so this never happens. Add `counting: { expire-after: 30d }`, or leave it out.",
            ),
          ];
    const approve =
      layer.file.commands?.approve === undefined || counting.methods.includes("command")
        ? []
        : [
            noteAt(
              layer,
              ["commands", "approve"],
              "No approval by command counts, so it says nothing who may give one. Add `command` to `methods` under `counting`, or leave it out.",
            ),
          ];
    return [...expiry, ...approve];
  });
}
