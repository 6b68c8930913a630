import { quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { byWeight } from "../stack-layers.ts";
import { isMet } from "./asked-for.ts";
import { type NoteSubject, noteOn, writtenIn } from "./note-subject.ts";

/** `otherwise: { require: none }`, by which whatever nobody thought of needs nobody. */
export function findLiftedOtherwise(subject: NoteSubject): readonly FormatProblem[] {
  const weighed = byWeight(subject.layers);
  return writtenIn(subject).flatMap((layer) => {
    const { otherwise } = layer;
    if (otherwise === null || !isMet(otherwise)) return [];
    const lifted = weighed.slice(0, weighed.indexOf(layer)).findLast((one) => one.otherwise !== null);
    const name = lifted?.decoding.document.path;
    const before =
      name === undefined ? "" : ` It takes the place of what \`otherwise\` of ${quoteName(name)} asks for.`;
    return [
      noteOn(
        layer,
        otherwise,
        `Every path that no requirement covers, also one that is added later, needs no approval at all.${before} Say in a requirement for which paths that is meant, such as \`only-paths: ["docs/**"]\`.`,
      ),
    ];
  });
}
