import {
  type AcceptancePredicate,
  acceptancePredicateType,
  type Envelope,
  type EvidenceKey,
  type KeySet,
  type ReleasePredicate,
  type Statement,
  statementPayloadType,
} from "../../domain/attestation.ts";
import type { NodeController } from "../../domain/node.ts";
import type { NodeTrust } from "../../domain/trust.ts";
import { compareTree } from "../../evidence/compare-tree.ts";
import { readEnvelope } from "../../formats/dsse.ts";
import { readStatement, verifyStatement } from "../../formats/statement.ts";
import { compareRepository } from "./compare-repository.ts";
import type { SignedBy } from "./compare-signed.ts";
import { comparePlaces, flawOf, type PlaceFlaw, type PlaceFlawCode } from "./place-flaw.ts";
import type { Place } from "./read-place.ts";
import { verifyAcceptance } from "./verify-acceptance.ts";

/** What is known of the place from elsewhere; `null`: not compared. */
export interface ExpectedPlace {
  readonly node: string | null;
  readonly target: string | null;
  /** Its name, or its id such as `github:5`. */
  readonly repository: string | null;
  /** What it was called before: as good as its name. */
  readonly formerly?: readonly string[];
  readonly commit: string | null;
  /** Whom the node's file trusts; absent where no such file is named. */
  readonly trusted?: {
    readonly controllers: readonly NodeController[];
    /** `null`: it does not pull. */
    readonly trust: NodeTrust | null;
    /** Of the service, whose word is not the node's own. */
    readonly serviceKeys: readonly EvidenceKey[];
    /** Host and path; `null`: the file names no repository of this namespace. */
    readonly place: string | null;
  };
  /** Whether what a node without a key says of itself is good enough. */
  readonly acceptsUnsigned?: boolean;
}

export interface PlaceVerdict {
  /** What a pinned key signed; `null` where the service proves nothing. */
  readonly release: Statement<ReleasePredicate> | null;
  /** What a node that decided by itself says; `null` where there is nothing of that, or it is not what it was. */
  readonly acceptance: Statement<AcceptancePredicate> | null;
  /** Which of it is proved by whom: sentences. */
  readonly proof: readonly string[];
  readonly keys: readonly EvidenceKey[];
  readonly sound: number;
  readonly flaws: readonly PlaceFlaw[];
  /** Absent where no controllers' signatures are what it rests on. */
  readonly signedBy?: SignedBy;
}

/** From the bytes on the disk to what was approved. No flaws: every one of them is what was signed, for this place. */
export function verifyPlace(place: Place, keySet: KeySet, expected: ExpectedPlace): PlaceVerdict {
  if (place.commit === null || place.attestationFile === null) {
    return unproved("no-record", `There is no record of what is in ${place.slot}.`);
  }
  if (place.attestation === null) {
    return unproved(
      "no-attestation",
      `There is no attestation of ${place.commit}: it was deployed with --unreviewed, or by a service that makes no evidence, or it was removed: a node that pulls puts it back in its next cycle.`,
    );
  }
  const reading = readEnvelope(place.attestation, true);
  if ("problem" in reading) return unproved("malformed", `${place.attestationFile} ${reading.problem}.`);
  const acceptance = readAcceptance(reading.envelope);
  if (acceptance !== null) {
    const judged = verifyAcceptance(place, { envelope: reading.envelope, statement: acceptance }, keySet, expected);
    return { release: null, acceptance, ...judged };
  }
  const keys = [...keySet.keys, ...(expected.trusted?.serviceKeys ?? [])];
  const verdict = verifyStatement(reading.envelope, { version: 1, keys });
  if (!verdict.isValid) return unproved(verdict.flaw, `${place.attestationFile}: ${verdict.message}.`);
  if (verdict.content.kind !== "release") {
    return unproved("not-a-release", `${place.attestationFile} is about an approval, not about a release.`);
  }
  const { statement } = verdict.content;
  const { predicate } = statement;
  const stated = { ...predicate, commit: predicate.landed.commit };
  const tree = compareTree(place.slot, statement);
  const trust = expected.trusted?.trust ?? null;
  const isTrusted = trust === null || trust.accept.includes("service-attested");
  return {
    release: statement,
    acceptance: null,
    proof: [],
    keys: verdict.keys,
    sound: tree.sound,
    flaws: [
      ...(isTrusted ? [] : [flawOf("other-basis", "The service attests it, which the node's file does not accept.")]),
      ...comparePlaces(place, stated, expected),
      ...compareRepository({ ...predicate.repository, host: null }, expected),
      ...tree.flaws,
    ],
  };
}

/** What a node says of itself, whoever wrote it; `null`: it is something else. */
function readAcceptance({ payloadType, payload }: Envelope): Statement<AcceptancePredicate> | null {
  if (payloadType !== statementPayloadType) return null;
  const text = Buffer.from(payload, "base64").toString("utf8");
  if (!text.includes(`"${acceptancePredicateType}"`)) return null; // it is read once its signature was checked
  const reading = readStatement(text);
  return "content" in reading && reading.content.kind === "acceptance" ? reading.content.statement : null;
}

function unproved(code: PlaceFlawCode, message: string): PlaceVerdict {
  return { release: null, acceptance: null, proof: [], keys: [], sound: 0, flaws: [flawOf(code, message)] };
}
