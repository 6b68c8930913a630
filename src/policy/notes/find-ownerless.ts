import { type CountDemand, datasetOwners } from "../../domain/policy.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { predicatesIn } from "../rests-on.ts";
import { type AskedFor, askedFor, neededIn } from "./asked-for.ts";
import { type NoteSubject, noteOn } from "./note-subject.ts";

/** What only owners of datasets can give, also where no dataset is touched, and so nobody. */
export function findOwnerless(subject: NoteSubject): readonly FormatProblem[] {
  return askedFor(subject).flatMap((asked) => {
    const needed = neededIn(asked.demand);
    const ofOwners = needed.filter(
      (part): part is CountDemand => part.form === "count" && part.from.length === 1 && part.from[0] === datasetOwners,
    );
    const isAlone = ofOwners.length === needed.length;
    return ofOwners
      .filter(({ each }) => (each === null ? !speaksOfDatasets(asked) : asked.isOtherwise && isAlone))
      .map((part) => noteOn(asked.layer, part, describe(asked.isOtherwise)));
  });
}

function speaksOfDatasets({ when }: AskedFor): boolean {
  return when !== null && predicatesIn(when).some(({ key }) => key === "datasets");
}

function describe(isOtherwise: boolean): string {
  const problem = "A change that touches no dataset has no `dataset-owners`, so nobody could ever approve it here.";
  return isOtherwise
    ? `${problem} Name another group in \`otherwise\`, and ask the owners in a requirement: \`{ count: 1, from: dataset-owners, each: dataset }\`.`
    : `${problem} Add \`each: dataset\`, which asks nobody then, or \`datasets: any\` to its \`when\`.`;
}
