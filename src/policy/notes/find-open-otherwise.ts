import { type FormatProblem, problemAt } from "../../formats/format-problem.ts";
import type { NoteSubject } from "./note-subject.ts";

/**
 * Enforced files that enforce no `otherwise`, so that a lower layer says what the paths need that they do not cover. That may be meant,
 * and so is no mistake. Layers are given by their authority, the highest first.
 */
export function findOpenOtherwise({ layers }: NoteSubject): readonly FormatProblem[] {
  return layers.flatMap((layer, index) => {
    const { file, decoding, chain } = layer;
    if (file.enforced !== true) return [];
    const upTo = layers.slice(0, index + 1);
    const isKept = upTo.some((one) => one.enforcesOtherwise || (one.chain === chain && one.otherwise !== null));
    if (isKept || upTo.some((one) => one.file.enforced === true && one !== layer)) return [];
    const { path } = decoding.document;
    const message =
      "This file is enforced and has no `otherwise`: a lower layer may write `otherwise: { require: none }`, and then paths that no requirement covers need nobody. Add an `otherwise` here, unless that is meant.";
    return [problemAt(path, decoding.document.spanOf(["enforced"], "key"), message)];
  });
}
