import { didYouMean, quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { builtInKinds } from "../defaults.ts";
import { readKinds } from "../kind-of.ts";
import { type NoteSubject, noteAt, writtenIn } from "./note-subject.ts";

/** Kinds that no path can be, and names that look like a slip for another kind. */
export function findLostKinds(subject: NoteSubject): readonly FormatProblem[] {
  const { layers, policy } = subject;
  const placed = new Set(policy.kinds.map(({ name }) => name));
  const references = layers.flatMap(({ decoding }) => decoding.references).filter(({ to }) => to === "kind");
  const named = new Set(references.map(({ name }) => name));
  const lost = [...readKinds].filter((kind) => !placed.has(kind));
  return writtenIn(subject).flatMap((layer) => {
    const slips = Object.keys(layer.file.kinds ?? {}).flatMap((name) => {
      const meant = named.has(name) || builtInKinds.includes(name) ? "" : didYouMean(name, builtInKinds);
      const message = `Nothing names the kind ${quoteName(name)}, and its paths are of no other.${meant}`;
      return meant === "" ? [] : [noteAt(layer, ["kinds", name], message, "key")];
    });
    if (layer.file.kinds === undefined) return slips;
    const missing = lost.map((kind) =>
      noteAt(
        layer,
        ["kinds"],
        `No path is a ${quoteName(kind)}: the default kinds do not hold beside \`kinds\`, so neither rules nor requirements for it are ever asked. Give it globs as well, or extend a preset.`,
        "key",
      ),
    );
    return [...slips, ...missing];
  });
}
