import { quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { type NoteSubject, noteAt, writtenIn } from "./note-subject.ts";

/** Requirements with the name of another layer's, which they do not replace. */
export function findKeptRequirements(subject: NoteSubject): readonly FormatProblem[] {
  return writtenIn(subject).flatMap((layer) =>
    layer.requirements.flatMap((requirement, index) => {
      const { name } = requirement;
      const kept = subject.layers
        .filter(
          (one) =>
            one !== layer &&
            (one.isPreset || one.chain === "upper") &&
            !(layer.chain === "upper" && one.chain === "lower"),
        )
        .flatMap(({ requirements }) => requirements)
        .find((one) => one.name === name && one.origin !== undefined);
      if (kept?.origin === undefined || name === `requirement ${index + 1}`) return [];
      const { layer: file, line } = kept.origin;
      const message = `${quoteName(file)} has a requirement of this name as well (line ${line}), and both hold: none replaces another. Give this one a name of its own.`;
      return [noteAt(layer, ["requirements", index, "name"], message)];
    }),
  );
}
