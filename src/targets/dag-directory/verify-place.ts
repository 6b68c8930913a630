import type { EvidenceKey, KeySet, ReleasePredicate, Statement } from "../../domain/attestation.ts";
import { compareTree, type TreeFlawCode } from "../../evidence/compare-tree.ts";
import { readEnvelope } from "../../formats/dsse.ts";
import { verifyStatement } from "../../formats/statement.ts";
import type { SignatureFlaw } from "../../formats/verify-envelope.ts";
import type { Place } from "./read-place.ts";

/** What is known of the place from elsewhere; `null`: not compared. */
export interface ExpectedPlace {
  readonly node: string | null;
  readonly target: string | null;
  readonly repository: string | null;
  readonly commit: string | null;
}

export type PlaceFlawCode =
  | TreeFlawCode
  | SignatureFlaw
  | "no-record"
  | "no-attestation"
  | "not-a-release"
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

export interface PlaceVerdict {
  /** What a pinned key signed; `null` where nothing is proved. */
  readonly release: Statement<ReleasePredicate> | null;
  readonly keys: readonly EvidenceKey[];
  readonly sound: number;
  readonly flaws: readonly PlaceFlaw[];
}

/** From the bytes on the disk to what was approved. No flaws: every one of them is what was signed, for this place. */
export function verifyPlace(place: Place, keySet: KeySet, expected: ExpectedPlace): PlaceVerdict {
  const unproved = (code: PlaceFlawCode, message: string): PlaceVerdict => ({
    release: null,
    keys: [],
    sound: 0,
    flaws: [{ code, path: null, message }],
  });
  if (place.commit === null || place.attestationFile === null) {
    return unproved("no-record", `There is no record of what is in ${place.slot}.`);
  }
  if (place.attestation === null) {
    return unproved(
      "no-attestation",
      `There is no attestation of ${place.commit}: it was deployed with --unreviewed, or by a service that makes no evidence.`,
    );
  }
  const reading = readEnvelope(place.attestation);
  if ("problem" in reading) return unproved("malformed", `${place.attestationFile} ${reading.problem}.`);
  const verdict = verifyStatement(reading.envelope, keySet);
  if (!verdict.isValid) return unproved(verdict.flaw, `${place.attestationFile}: ${verdict.message}.`);
  if (verdict.content.kind !== "release") {
    return unproved("not-a-release", `${place.attestationFile} is about an approval, not about a release.`);
  }
  const { statement } = verdict.content;
  const tree = compareTree(place.slot, statement);
  return {
    release: statement,
    keys: verdict.keys,
    sound: tree.sound,
    flaws: [...comparePlaces(place, statement.predicate, expected), ...tree.flaws],
  };
}

function comparePlaces(place: Place, signed: ReleasePredicate, expected: ExpectedPlace): readonly PlaceFlaw[] {
  const pairs: readonly [PlaceFlawCode, string, string, string | null][] = [
    ["other-namespace", "namespace", signed.namespace, place.namespace],
    ["other-commit", "commit", signed.landed.commit, place.commit],
    ["other-commit", "commit", signed.landed.commit, expected.commit],
    ["other-node", "node", signed.node, expected.node],
    ["other-target", "target", signed.target, expected.target],
    ["other-repository", "repository", signed.repository.name, expected.repository],
  ];
  return pairs.flatMap(([code, what, is, wanted]) =>
    wanted === null || is === wanted || (code === "other-repository" && is.toLowerCase() === wanted.toLowerCase())
      ? []
      : [{ code, path: null, message: `The attestation is of the ${what} ${is}, and this is ${wanted}.` }],
  );
}
