import { quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { type NoteSubject, noteAt, writtenIn } from "./note-subject.ts";

const everything = ["**", "**/*"];

/** Globs of a kind whose paths an earlier kind takes, since the first match wins. */
export function findShadowedKinds(subject: NoteSubject): readonly FormatProblem[] {
  const { kinds } = subject.policy;
  return writtenIn(subject).flatMap((layer) =>
    Object.entries(layer.file.kinds ?? {}).flatMap(([name, globs]) => {
      const index = kinds.findIndex((kind) => kind.name === name);
      const first = kinds
        .slice(0, Math.max(index, 0))
        .find(
          (kind) =>
            globs.some((glob) => kind.globs.includes(glob)) || kind.globs.some((glob) => everything.includes(glob)),
        );
      if (first === undefined) return [];
      const message = `What these globs match is a ${quoteName(first.name)} already, which stands before: the first kind that matches wins. Put ${quoteName(name)} first, or take the paths from ${quoteName(first.name)}.`;
      return [noteAt(layer, ["kinds", name], message)];
    }),
  );
}
