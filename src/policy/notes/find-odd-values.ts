import { z } from "zod";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { predicatesIn } from "../rests-on.ts";
import { type NoteSubject, noteOn, writtenIn } from "./note-subject.ts";

const names = z.array(z.string());

/** Values of conditions that mean something else than they look like. */
export function findOddValues(subject: NoteSubject): readonly FormatProblem[] {
  return writtenIn(subject).flatMap((layer) =>
    layer.requirements.flatMap(({ when }) =>
      (when === null ? [] : predicatesIn(when)).flatMap((part) =>
        describeOdd(part.key, names.safeParse(part.wanted).data ?? []).map((message) => noteOn(layer, part, message)),
      ),
    ),
  );
}

function describeOdd(key: string, wanted: readonly string[]): readonly string[] {
  if (key === "datasets" && wanted.includes("any"))
    return ["In a list, `any` is a dataset of that name. For every dataset write `datasets: any`."];
  const remote = key === "base" ? wanted.find((name) => name.startsWith("origin/")) : undefined;
  if (remote === undefined) return [];
  return [
    `${quoteName(remote)} is a branch of that name in the repository itself. If that of a clone's remote is meant, write ${quoteName(remote.slice("origin/".length))}.`,
  ];
}
