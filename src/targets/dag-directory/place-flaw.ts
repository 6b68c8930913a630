import type { TreeFlawCode } from "../../evidence/compare-tree.ts";
import type { SignatureFlaw } from "../../formats/verify-envelope.ts";
import type { Place } from "./read-place.ts";

export type PlaceFlawCode =
  | TreeFlawCode
  | SignatureFlaw
  | "no-record"
  | "no-attestation"
  | "not-a-release"
  | "unsigned"
  | "too-few"
  | "other-basis"
  | "other-statement"
  | "other-tree"
  | "own-change"
  | "other-policy"
  | "passed-over"
  | "not-computed"
  | "other-namespace"
  | "other-node"
  | "other-target"
  | "other-repository"
  | "other-commit";

/** `path` is a path of the live tree; `null` where the flaw is in the evidence. */
export interface PlaceFlaw {
  readonly code: PlaceFlawCode;
  readonly path: string | null;
  readonly message: string;
}

export function flawOf(code: PlaceFlawCode, message: string): PlaceFlaw {
  return { code, path: null, message };
}

/** What the evidence is about. */
export interface StatedPlace {
  readonly namespace: string;
  readonly commit: string;
  readonly node: string;
  readonly target: string;
}

/** What is known of the place from elsewhere; `null`: not compared. */
export type WantedPlace = { readonly [K in Exclude<keyof StatedPlace, "namespace">]: string | null };

/** In what the evidence is about another place than this one, or than the one that it should be; its repository apart. */
export function comparePlaces(place: Place, stated: StatedPlace, wanted: WantedPlace): readonly PlaceFlaw[] {
  const pairs: readonly [PlaceFlawCode, keyof StatedPlace, string | null][] = [
    ["other-namespace", "namespace", place.namespace],
    ["other-commit", "commit", place.commit],
    ["other-commit", "commit", wanted.commit],
    ["other-node", "node", wanted.node],
    ["other-target", "target", wanted.target],
  ];
  return pairs.flatMap(([code, what, is]) =>
    is === null || is === stated[what]
      ? []
      : [flawOf(code, `The attestation is of the ${what} ${stated[what]}, and this is ${is}.`)],
  );
}
