import { type CountDemand, datasetOwners } from "../../domain/policy.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { partsOf } from "../rests-on.ts";
import { askedFor } from "./asked-for.ts";
import { type NoteSubject, noteOn } from "./note-subject.ts";

/** What stands beside a count and changes nothing there. */
export function findIdleCounts(subject: NoteSubject): readonly FormatProblem[] {
  return askedFor(subject).flatMap(({ layer, demand }) =>
    partsOf(demand).flatMap((part) =>
      part.form === "count" ? describeIdle(part).map((message) => noteOn(layer, part, message)) : [],
    ),
  );
}

function describeIdle({ count, from, distinct, each, blind }: CountDemand): readonly string[] {
  return [
    ...(distinct !== null && count === 1
      ? [
          "`distinct: organisation` compares approvals with each other, not with the author, and here is one alone. Ask for 2, or leave it out.",
        ]
      : []),
    ...(each !== null && !from.includes(datasetOwners)
      ? [
          "`each: dataset` asks the same groups for each dataset, so one approval is good for all of them. Write `from: dataset-owners`, or leave it out.",
        ]
      : []),
    ...(blind === true && count === 1 && each === null
      ? ["`blind: true` hides approvals until all are in, and here the first is all. Ask for 2, or leave it out."]
      : []),
  ];
}
