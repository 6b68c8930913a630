import type { ChangeRequest } from "../domain/change.ts";
import { unknown } from "./define-predicate.ts";

/** Whether it landed, and nobody knows by which change or by whose push: then nothing is known of what a forge tells of a change. */
export function isOfUnknownOrigin({ broughtBy }: Pick<ChangeRequest, "broughtBy">): boolean {
  return broughtBy === null;
}

export const unknownOrigin = unknown("it is not known by which change it landed, or who pushed it");
