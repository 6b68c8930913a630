import type { FormatProblem } from "../../formats/format-problem.ts";
import { everyRule } from "../rule-settings.ts";
import { type NoteSubject, noteAt, writtenIn } from "./note-subject.ts";

/** `ALL` off or lowered, with no rule that speaks or holds back all the same. */
export function findIdleRules(subject: NoteSubject): readonly FormatProblem[] {
  const others = Object.entries(subject.policy.rules).filter(([id]) => id !== everyRule);
  return writtenIn(subject).flatMap((layer) => {
    const said = layer.file.rules?.[everyRule];
    if (said === "off" && others.every(([, setting]) => setting === "off"))
      return [
        noteAt(
          layer,
          ["rules", everyRule],
          "Every rule is off: nothing is validated, and every file passes. Name the rules that shall be off, or those that shall speak beside it, such as `SEC: error`.",
        ),
      ];
    if (said === undefined || said === "off" || said.severity === undefined || said.severity === "error") return [];
    if (others.some(([, setting]) => setting !== "off" && setting.severity === "error")) return [];
    return [
      noteAt(
        layer,
        ["rules", everyRule],
        `No finding is an error, and only errors hold a change back: every file passes. Name the rules that shall be no more than \`${said.severity}\`, or errors beside it, such as \`SEC: error\`.`,
      ),
    ];
  });
}
