import type { Condition, Demand } from "../../domain/policy.ts";
import { predicates } from "../../predicates/index.ts";
import type { StackedLayer } from "../stack-layers.ts";
import { type NoteSubject, writtenIn } from "./note-subject.ts";

/** What a file that somebody wrote asks for, and when. */
export interface AskedFor {
  readonly layer: StackedLayer;
  /** `null`: always, or of `otherwise` where nothing else covers a path. */
  readonly when: Condition | null;
  readonly demand: Demand;
  readonly isOtherwise: boolean;
}

export function askedFor(subject: NoteSubject): readonly AskedFor[] {
  return writtenIn(subject).flatMap((layer) => [
    ...layer.requirements.map(({ when, require }) => ({ layer, when, demand: require, isOtherwise: false })),
    ...(layer.otherwise === null ? [] : [{ layer, when: null, demand: layer.otherwise, isOtherwise: true }]),
  ]);
}

/** What must be met for a demand to be; of an `any` nobody knows which part is meant. */
export function neededIn(demand: Demand): readonly Demand[] {
  if (demand.form === "all") return demand.of.flatMap(neededIn);
  return demand.form === "any" ? [] : [demand];
}

/** Whether nobody is needed for it. */
export function isMet(demand: Demand): boolean {
  if (demand.form === "all") return demand.of.every(isMet);
  return demand.form === "any" ? demand.of.some(isMet) : demand.form === "none";
}

/** Whether a requirement with such a condition holds for the paths alone of which it speaks. */
export function speaksOfPaths({ key }: { readonly key: string }): boolean {
  return ofPaths.has(key);
}

const ofPaths = new Set(predicates.filter((one) => one.speaksOfPaths !== "none").map(({ key }) => key));
