import type { Condition, Demand } from "../../domain/policy.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { partsOf, predicatesIn } from "../rests-on.ts";
import { askedFor } from "./asked-for.ts";
import { type NoteSubject, noteOn } from "./note-subject.ts";

/** `agreement: true` alone, which is about the request's text and has nobody agree. */
export function findPeopleless(subject: NoteSubject): readonly FormatProblem[] {
  const isAsked = subject.policy.requirements.some(({ when, require }) => asksPeople(require) && speaksOfJobs(when));
  if (isAsked) return [];
  return askedFor(subject).flatMap(({ layer, demand }) =>
    partsOf(demand).every(({ form }) => form === "agreement")
      ? [
          noteOn(
            layer,
            demand,
            "This asks that a job request names an agreement, and nobody to agree: such a request is approved by itself. Join it with a count: `{ all: [{ agreement: true }, { count: 1, from: GROUP }] }`.",
          ),
        ]
      : [],
  );
}

function asksPeople(demand: Demand): boolean {
  return partsOf(demand).some(({ form }) => form === "count");
}

function speaksOfJobs(when: Condition | null): boolean {
  if (when === null) return true;
  return predicatesIn(when).some(
    ({ key, wanted }) => key !== "changes" || (Array.isArray(wanted) && wanted.includes("job")),
  );
}
