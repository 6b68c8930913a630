import { quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import type { YamlPath } from "../../formats/yaml-document.ts";
import { entriesAt, valueAt } from "../decode-part.ts";
import { predicatesIn } from "../rests-on.ts";
import type { StackedLayer } from "../stack-layers.ts";
import { type NoteSubject, noteAt, writtenIn } from "./note-subject.ts";

/** Globs that match at the repository's root alone, where others mean all folders, or what is below one. */
export function findNarrowGlobs(subject: NoteSubject): readonly FormatProblem[] {
  return writtenIn(subject).flatMap((layer) => placesOfGlobs(layer).flatMap((at) => findIn(layer, at)));
}

function placesOfGlobs({ file, requirements, decoding }: StackedLayer): readonly YamlPath[] {
  const asked = requirements.flatMap(({ when }) => (when === null ? [] : predicatesIn(when)));
  return [
    ...Object.keys(file.kinds ?? {}).map((name) => ["kinds", name]),
    ...Object.keys(file.rules ?? {}).map((id) => ["rules", id, "paths"]),
    ...asked.flatMap((part) => {
      const at = decoding.places.get(part) ?? [];
      if (part.key === "files")
        return [
          [...at, "paths"],
          [...at, "except"],
        ];
      return part.key === "paths" || part.key === "only-paths" ? [at] : [];
    }),
  ];
}

function findIn(layer: StackedLayer, at: YamlPath): readonly FormatProblem[] {
  const entries = entriesAt(layer.decoding, at).map((place) => ({ place, glob: valueAt(layer.decoding, place) }));
  const all = entries.map(({ glob }) => glob);
  return entries.flatMap(({ place, glob }) => {
    if (typeof glob !== "string" || glob.includes("/") || glob.includes("**")) return [];
    if (/[*?]/.test(glob))
      return all.includes(`**/${glob}`)
        ? []
        : [
            noteAt(
              layer,
              place,
              `${quoteName(glob)} matches at the repository's root alone. For every folder write ${quoteName(`**/${glob}`)}.`,
            ),
          ];
    const isFolder = /^[a-z][a-z0-9_-]*$/.test(glob) && !all.some((one) => String(one).startsWith(`${glob}/`));
    return isFolder
      ? [
          noteAt(
            layer,
            place,
            `${quoteName(glob)} matches a file or a link of that name. For all in a folder write ${quoteName(`${glob}/**`)}.`,
          ),
        ]
      : [];
  });
}
