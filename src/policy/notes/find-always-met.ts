import type { Demand } from "../../domain/policy.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { predicatesIn } from "../rests-on.ts";
import type { StackedLayer } from "../stack-layers.ts";
import { type AskedFor, askedFor, isMet, speaksOfPaths } from "./asked-for.ts";
import { type NoteSubject, noteOn } from "./note-subject.ts";

/** What asks for nothing without saying so: an `any` with `none` in it, and `none` for whatever is changed. */
export function findAlwaysMet(subject: NoteSubject): readonly FormatProblem[] {
  return askedFor(subject).flatMap((asked) => [...findNone(asked.layer, asked.demand), ...findForAll(asked)]);
}

function findNone(layer: StackedLayer, demand: Demand): readonly FormatProblem[] {
  if (demand.form !== "any" && demand.form !== "all") return [];
  const inside = demand.of.flatMap((part) => findNone(layer, part));
  const none = demand.form === "any" ? demand.of.find(isMet) : undefined;
  if (none === undefined) return inside;
  const message =
    "This is always met, and so is the `any` in which it stands: what stands beside it asks nobody. Take it out, or write `require: none`.";
  return [noteOn(layer, none, message), ...inside];
}

function findForAll({ layer, when, demand, isOtherwise }: AskedFor): readonly FormatProblem[] {
  if (isOtherwise || !isMet(demand)) return [];
  if (when !== null && predicatesIn(when).some(speaksOfPaths)) return [];
  const message =
    'This asks for nothing, whatever is changed: where it applies, no path needs `otherwise`. Say in `when` for which paths that is meant, such as `only-paths: ["docs/**"]`.';
  return [noteOn(layer, demand, message)];
}
